import Foundation
import Testing

/// The whole way on real physics, as small as it gets: real trainer, real worker, real archive.
@Suite(.serialized) struct WholeRunTests {
    private static let budget = [
        "--steps", "4096", "--seed", "3", "--jobs", "2", "--samples", "2", "--generations", "2", "--seeds",
        "1",
        "--confirm-seeds", "2",
    ]

    private struct Summary: Decodable {
        struct Best: Decodable { var id: String }
        var schema: Int
        var run: String
        var best: Best?
        var candidates: Int
    }

    private func summary(_ output: String) throws -> Summary {
        try JSONDecoder().decode(Summary.self, from: Data(output.utf8))
    }

    @Test(.timeLimit(.minutes(8))) func aRunEndsWithAWinnerItsCodeAndAReport() throws {
        let evolve = try EvolveProcess()
        let result = try evolve.start(
            ["reward", "--env", "inverted-pendulum", "--run", "whole", "--json"] + Self.budget
        ).wait()
        #expect(result.status == 0, "\(result.complaint)")
        let summary = try summary(result.output)
        #expect(summary.schema == 1)
        #expect(summary.candidates == 4)
        let code = try String(contentsOfFile: evolve.runs + "/whole/best_reward.py", encoding: .utf8)
        #expect(code.contains("def compute_reward("))
        let report = try String(contentsOfFile: evolve.runs + "/whole/report.html", encoding: .utf8)
        #expect(report.contains("compute_reward"))
        let shown = try evolve("show", "whole", "best")
        #expect(shown.output.contains(code.trimmingCharacters(in: .whitespacesAndNewlines)))
        // What the policy did goes to the proposer and into the report; what the critic caught is counted.
        #expect(shown.output.contains("What the trained policy does"))
        #expect(shown.output.contains("the middle one: score"))
        #expect(report.contains("the middle one: score"))
        #expect(try evolve("show", "whole").output.contains("critic: "))
    }

    @Test(.timeLimit(.minutes(8))) func equalSeedsGiveEqualArchivesAndAnInterruptedRunContinues() throws {
        let evolve = try EvolveProcess()
        let arguments = ["reward", "--env", "inverted-pendulum", "--quiet"] + Self.budget
        #expect(try evolve.start(arguments + ["--run", "first"]).wait().status == 0)
        let second = try evolve.start(arguments + ["--run", "second"])
        // Interrupted once something is recorded, wherever that is.
        let archive = evolve.runs + "/second/run.sqlite-wal"
        while second.process.isRunning, !FileManager.default.fileExists(atPath: archive) { usleep(20_000) }
        usleep(1_500_000)
        second.process.interrupt()
        let interrupted = second.wait()
        #expect([0, 130].contains(interrupted.status), "\(interrupted.complaint)")
        if interrupted.status == 130 { #expect(interrupted.complaint.contains("evolve resume second")) }
        #expect(try evolve("resume", "second", "--quiet").status == 0)
        let exports = try ["first", "second"].map {
            try evolve("archive", "export", $0, "--canonical").output
        }
        #expect(exports[0] == exports[1])
    }

    @Test(.timeLimit(.minutes(8))) func aRewardWithAnUnknownSignalIsRefusedBeforeAnyTraining() throws {
        let evolve = try EvolveProcess()
        let file = evolve.runs + "/mine.py"
        try "def compute_reward(pole_angel):\n    return -pole_angel, {}\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let result = try evolve("score", file, "--env", "inverted-pendulum", "--json", "--run", "mine")
        #expect(result.status == 1)
        #expect(result.complaint.contains("pole_angel"))
        #expect(result.complaint.contains("pole_angle"))
    }

    @Test(.timeLimit(.minutes(8))) func baselinesAreMeasuredOnceAndTakenOverOnlyWhenNothingChanges() throws {
        let evolve = try EvolveProcess()
        let file = evolve.runs + "/mine.py"
        try "def compute_reward(pole_angle):\n    return -np.abs(pole_angle), {}\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        func score(_ run: String, _ more: String...) throws -> EvolveProcess.Result {
            let words = [
                "score", file, "--env", "inverted-pendulum", "--steps", "2048", "--seed", "3", "--seeds", "2",
                "--run", run,
            ]
            return try evolve.start(words + more).wait()
        }
        let first = try score("first")
        #expect(first.status == 0 && !first.complaint.contains("measured before"), "\(first.complaint)")
        let second = try score("second")
        #expect(second.complaint.contains("baseline human: all 2 trainings were measured before (by first, "))
        #expect(second.complaint.contains("  measured before\n"))
        #expect(try evolve("show", "second").output.contains("2 trainings were measured by first, "))
        // Policies came along, so everything can be verified and filmed.
        #expect(try evolve("verify", "second").status == 0)
        let fresh = try score("third", "--fresh-baselines")
        #expect(fresh.status == 0 && !fresh.complaint.contains("measured before"))
        let exports = try ["first", "second", "third"].map {
            try evolve("archive", "export", $0, "--canonical").output
        }
        #expect(exports[0] == exports[1] && exports[1] == exports[2])
    }

    @Test(.timeLimit(.minutes(8))) func aCampaignEndsWithItsTableAndTakesBaselinesOverUnlessTheyAreToBeFresh()
        throws
    {
        let evolve = try EvolveProcess()
        func run(_ name: String, _ more: String...) throws -> EvolveProcess.Result {
            let file = evolve.runs + "/\(name).yaml"
            try """
            name: \(name)
            problems:
              - {reward: inverted-pendulum, steps: 2048, samples: 1, generations: 1, seeds: 1, finalists: 0, confirm-seeds: 2}
            strategies: [eureka]
            models: [offline]
            seeds: [3]
            """.write(toFile: file, atomically: true, encoding: .utf8)
            return try evolve.start(["campaign", "run", file] + more).wait()
        }
        let first = try run("first")
        #expect(first.status == 0 && !first.complaint.contains("measured before"), "\(first.complaint)")
        #expect(first.output.contains("inverted-pendulum") && first.output.contains("eureka"))
        let second = try run("second")
        #expect(second.complaint.contains("were measured before (by first"), "\(second.complaint)")
        let fresh = try run("third", "--fresh-baselines")
        #expect(fresh.status == 0 && !fresh.complaint.contains("measured before"), "\(fresh.complaint)")
    }

    @Test(.timeLimit(.minutes(8))) func aCurriculumBeginsWhereTheStageBeforeItEnded() throws {
        let evolve = try EvolveProcess()
        func reward(_ run: String, _ more: String...) throws -> EvolveProcess.Result {
            let budget = [
                "--seed", "3", "--jobs", "2", "--samples", "1", "--generations", "1", "--seeds", "1",
                "--confirm-seeds", "0",
            ]
            return try evolve.start(
                ["reward", "--env", "inverted-pendulum", "--run", run, "--init", "human"] + budget + more
            ).wait()
        }
        #expect(try reward("balance", "--steps", "20000").status == 0)
        let next = try reward(
            "further", "--steps", "2048", "--start-policy", "balance", "--task", "Stand still.")
        #expect(next.status == 0, "\(next.complaint)")
        #expect(try reward("afresh", "--steps", "2048").status == 0)
        struct Shown: Decodable {
            struct Candidate: Decodable {
                struct Fitness: Decodable { var mean: Double }
                var fitness: Fitness?
            }
            var candidates: [Candidate]
        }
        func best(_ run: String) throws -> Double {
            let output = try evolve("show", run, "--json").output
            let shown = try JSONDecoder().decode(Shown.self, from: Data(output.utf8))
            return try #require(shown.candidates.compactMap(\.fitness?.mean).max())
        }
        // 2,048 steps teach next to nothing by themselves.
        let (kept, fresh) = try (best("further"), best("afresh"))
        #expect(kept > fresh + 0.2, "\(kept) beside \(fresh)")
        #expect(try evolve("archive", "export", "further").output.contains("winner of run balance"))
        #expect(try evolve("verify", "further").status == 0)
        let wrong = try reward("wrong", "--start-policy", "balanse")
        #expect(wrong.status == 65 && wrong.complaint.contains("did you mean \"balance\"?"))
        let junk = evolve.runs + "/junk.npz"
        try "no policy".write(toFile: junk, atomically: true, encoding: .utf8)
        let broken = try reward("broken", "--start-policy", junk)
        #expect(broken.status == 65 && broken.complaint.contains("is no policy file"), "\(broken.complaint)")
        #expect(!FileManager.default.fileExists(atPath: evolve.runs + "/broken"))
        #expect(next.output.contains("--start-policy"), "the command that repeats it keeps the beginning")
    }
}
