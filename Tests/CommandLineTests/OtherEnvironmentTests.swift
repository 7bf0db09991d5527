import Foundation
import Testing

/// Environments that do not ship, and what there is to look at after a run.
@Suite(.serialized) struct OtherEnvironmentTests {
    private var crane: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sandboxes/trainer/examples/crane.py")
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            ("gym:CartPoll-v1", "Did you mean: `CartPole`?"),
            ("nowhere.py", "nowhere.py: there is no such file"),
            ("gym:CarRacing-v99", "CarRacing"),
            ("craftax:find-treee", "did you mean craftax:find-tree?"),
        ])
    func whatCannotBeHadIsToldWith65(name: String, words: String) throws {
        let result = try EvolveProcess()("reward", "--env", name)
        #expect(result.status == 65)
        #expect(result.complaint.contains(words), "\(result.complaint)")
    }

    @Test(.timeLimit(.minutes(10))) func gymnasiumsEnvironmentsAreEvolvedAgainstTheirOwnReward() throws {
        let evolve = try EvolveProcess()
        let result = try evolve(
            "reward", "--env", "gym:CartPole-v1", "--steps", "4096", "--generations", "1", "--samples", "2",
            "--confirm-seeds", "2", "--seed", "1", "--run", "cart", "--json")
        #expect(result.status == 0, "\(result.complaint)")
        #expect(result.output.contains("\"against\":\"human\""))
        let shown = try evolve("show", "cart", "human")
        #expect(shown.output.contains("only the trainer has it"))
        let started = try evolve("reward", "--env", "gym:CartPole-v1", "--init", "human")
        #expect(started.status == 78)
        #expect(started.complaint.contains("gym:CartPole-v1 has no reward named \"human\"; known: none"))
    }

    @Test(.timeLimit(.minutes(10))) func anEnvironmentOfOnesOwnIsTrainedAndFilmed() throws {
        let evolve = try EvolveProcess()
        let human = crane.deletingLastPathComponent().appendingPathComponent("rewards/crane/human.py").path
        let result = try evolve(
            "score", human, "--env", crane.path, "--steps", "2048", "--seeds", "1", "--no-human", "--seed",
            "1",
            variables: ["EVOLVE_PICTURES": "1"])
        #expect(result.status == 0, "\(result.complaint)")
        let name = try #require(
            FileManager.default.contentsOfDirectory(atPath: evolve.runs).first {
                $0.hasPrefix("score-crane-")
            }
        )
        let folder = evolve.runs + "/" + name
        let film = try #require(FileManager.default.contents(atPath: folder + "/best.mp4"))
        #expect(film.dropFirst(4).prefix(4).elementsEqual("ftyp".utf8))
        #expect(film.count > 5000)
        let curve = try #require(FileManager.default.contents(atPath: folder + "/curve.png"))
        #expect(curve.prefix(4).elementsEqual([0x89, 0x50, 0x4e, 0x47]))
        let report = try String(contentsOfFile: folder + "/report.html", encoding: .utf8)
        #expect(report.contains("src=\"data:video/mp4;base64,"))
        #expect(report.contains("<h1>crane: "))
    }
}
