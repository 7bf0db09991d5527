import Foundation
import Testing

/// The whole way of a heuristic: real worker, real searches, real archive, on tasks of a few blocks.
@Suite(.serialized) struct HeuristicRunTests {
    private static let budget = [
        "--samples", "3", "--generations", "2", "--steps", "300", "--task-seconds", "4", "--seed", "5",
        "--jobs", "2",
        "--allow-weak-sandbox",
    ]

    /// Writes a flat folder of small tasks.
    private func tasks(_ evolve: EvolveProcess) throws -> String {
        let folder = evolve.runs + "/own-tasks"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (number, blocks) in [2, 3, 3, 4, 4, 4, 5, 5, 6].enumerated() {
            let text = try evolve(
                "domains", "blocksworld", "--size", "blocks=\(blocks)", "--seed", "\(number)"
            ).output
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/task-\(number).pddl"))
        }
        return folder
    }

    private func object(_ output: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }

    @Test(.timeLimit(.minutes(8))) func equalSeedsGiveEqualArchivesAndAnInterruptedRunContinues() throws {
        let evolve = try EvolveProcess()
        let folder = try tasks(evolve)
        let arguments = ["heuristic", "--domain", "blocksworld", "--tasks", folder] + Self.budget
        let first = try evolve.start(arguments + ["--run", "first", "--json"]).wait()
        #expect(first.status == 0, "\(first.complaint)")
        let summary = try object(first.output)
        let best = try #require(summary["best"] as? [String: Any])
        #expect(best["solved"] as? Int == 3)
        #expect(summary["candidates"] as? Int == 6)
        let against = try #require(summary["comparisons"] as? [[String: Any]]).compactMap {
            $0["against"] as? String
        }
        #expect(against.starts(with: ["goal-count", "constant"]))
        let code = try String(contentsOfFile: evolve.runs + "/first/best_heuristic.py", encoding: .utf8)
        #expect(code.contains("class BlocksworldHeuristic:"))
        let report = try String(contentsOfFile: evolve.runs + "/first/report.html", encoding: .utf8)
        #expect(report.contains("Held-out tasks solved, by size"))
        #expect(try evolve("show", "first").output.contains("3 of 3"))

        // The tasks lie in the run's folder: what became of the originals does not matter.
        let second = try evolve.start(arguments + ["--run", "second", "--quiet"])
        let archive = evolve.runs + "/second/run.sqlite-wal"
        while second.process.isRunning, !FileManager.default.fileExists(atPath: archive) { usleep(20_000) }
        usleep(1_000_000)
        second.process.interrupt()
        let interrupted = second.wait()
        #expect([0, 130].contains(interrupted.status), "\(interrupted.complaint)")
        try FileManager.default.removeItem(atPath: folder)
        #expect(try evolve("resume", "second", "--quiet").status == 0)
        let exports = try ["first", "second"].map {
            try evolve("archive", "export", $0, "--canonical").output
        }
        #expect(exports[0] == exports[1])

        // A run travels with its tasks and its winner.
        let file = evolve.runs + "/first.json"
        #expect(try evolve("archive", "export", "first", "-o", file).status == 0)
        #expect(try evolve("archive", "import", file, "--run", "copy").status == 0)
        #expect(try evolve("replay", "copy").status == 0)
        let again = try evolve("resume", "copy")
        #expect(
            again.status == 0 && again.output.contains("/copy/report.html"),
            "\(again.output)\(again.complaint)")
        #expect(try String(contentsOfFile: evolve.runs + "/copy/best_heuristic.py", encoding: .utf8) == code)
    }

    @Test(.timeLimit(.minutes(4))) func aFileIsJudgedLikeAProposal() throws {
        let evolve = try EvolveProcess()
        let folder = try tasks(evolve)
        func score(_ name: String, _ code: String) throws -> (status: Int32, summary: [String: Any]) {
            let file = "\(evolve.runs)/\(name).py"
            try Data(code.utf8).write(to: URL(fileURLWithPath: file))
            let result = try evolve.start(
                [
                    "score", file, "--domain", "blocksworld", "--tasks", folder, "--task-seconds", "4",
                    "--run", name,
                    "--json", "--allow-weak-sandbox",
                ]
            ).wait()
            return (result.status, try object(result.output))
        }
        let good = try score(
            "good",
            """
            class Mine:
                def __init__(self, task, *, weight=2):
                    self.goal, self.weight = task.goal_view["on"], weight

                def __call__(self, node):
                    return self.weight * sum(fact not in node.view["on"] for fact in self.goal)
            """)
        #expect(good.status == 0)
        #expect((good.summary["best"] as? [String: Any])?["solved"] as? Int == 3)
        let wrong = try score(
            "wrong",
            """
            class Mine:
                def __init__(self, task):
                    self.goal = task.goal_view["onn"]

                def __call__(self, node):
                    return 0
            """)
        #expect(wrong.status == 1)
        #expect(wrong.summary["verdict"] as? String == "error")
        #expect((wrong.summary["detail"] as? String)?.contains("onn") == true)
        #expect(wrong.summary["best"] is NSNull)
    }

    @Test(.timeLimit(.minutes(10))) func promptsShowTrainingTasksOnly() throws {
        let evolve = try EvolveProcess()
        let result = try evolve("prompt", "--domain", "blocksworld")
        #expect(result.status == 0, "\(result.complaint)")
        #expect(result.output.contains("(problem blocksworld-train-"))
        #expect(
            !result.output.contains("blocksworld-test") && !result.output.contains("blocksworld-validation"))
        #expect(result.output.contains("class LogisticsHeuristic:"))
        #expect(try evolve("prompt", "--domain", "blocks").status == 65)
        #expect(try evolve("prompt", "--domain", "blocksworld", "--env", "ant").status == 64)
    }

    /// What every proposer is shown as an example must itself work.
    @Test(.timeLimit(.minutes(10)), arguments: ["gripper", "logistics"])
    func theExamplesInThePromptsFindPlans(domain: String) throws {
        let evolve = try EvolveProcess()
        let file = "\(FileManager.default.currentDirectoryPath)/Prompts/heuristic/\(domain).py"
        let found = try evolve("plan", domain, "train-05", "--heuristic", file, "--time-limit", "30s")
        #expect(found.status == 0, "\(found.complaint)")
        #expect(found.output.split(separator: "\n").count > 5)
    }
}
