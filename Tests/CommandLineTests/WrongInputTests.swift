import Foundation
import Testing

/// What people mistype, and what breaks under them: one sentence, the right exit code, nothing lost.
@Suite(.serialized) struct WrongInputTests {
    @Test(.timeLimit(.minutes(5))) func unknownEnvironmentNamesTheNearest() throws {
        let result = try EvolveProcess()("reward", "--env", "ants")
        #expect(result.status == 65)
        #expect(result.complaint.contains("unknown environment \"ants\"; did you mean \"ant\"?"))
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            ["reward", "--env", "ant", "--steps", "0"], ["reward"],
            ["reward", "--env", "ant", "--time-limit", "soon"],
            ["reward", "--env", "ant", "--strategy", "luck"],
            ["heuristic", "--domain", "blocksworld", "--strategy", "auto-mc"],
            ["reward", "--env", "ant", "--critic-rounds", "11"],
            ["reward", "--env", "ant", "--run", "../up"],
            ["reward", "--env", "ant", "--rungs", "--seeds", "1"],
            ["reward", "--env", "ant", "--rungs", "--no-racing"],
            ["heuristic", "--domain", "blocksworld", "--rungs"],
            ["dance"],
            ["score", "--env", "ant"],
        ])
    func usageErrorsEndWith64(arguments: [String]) throws {
        let evolve = try EvolveProcess()
        #expect(try evolve.start(arguments).wait().status == 64)
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: [["reward", "--evn", "ant"], ["score", "my.py", "--evn", "ant"]])
    func aMistypedOptionIsNamedWithTheRightOne(arguments: [String]) throws {
        let result = try EvolveProcess().start(arguments).wait()
        #expect(result.status == 64)
        #expect(result.complaint.contains("--evn"), "\(result.complaint)")
        #expect(result.complaint.contains("Did you mean '--env'?"), "\(result.complaint)")
    }

    @Test(.timeLimit(.minutes(5))) func helpOnAnUnknownCommandNamesTheNearest() throws {
        let result = try EvolveProcess()("help", "hueristic")
        #expect(result.status == 64)
        #expect(result.complaint.contains("no command \"hueristic\"; did you mean \"heuristic\"?"))
        #expect(try EvolveProcess()("help", "plan").output.contains("Find a plan for a PDDL task"))
    }

    @Test(.timeLimit(.minutes(5))) func aStartThatCannotBeUsedLeavesNoRunBehind() throws {
        let evolve = try EvolveProcess()
        let file = evolve.runs + "/mine.py"
        try "def compute_reward(pole_angel):\n    return -pole_angel, {}\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let result = try evolve("reward", "--env", "inverted-pendulum", "--init", file, "--run", "begun")
        #expect(result.status == 65)
        #expect(result.complaint.contains("pole_angel") && result.complaint.contains("--init"))
        #expect(!result.complaint.contains("evolve resume"))
        #expect(!FileManager.default.fileExists(atPath: evolve.runs + "/begun"))
    }

    @Test(.timeLimit(.minutes(5))) func aFileThatIsNotThereIsNamed() throws {
        let result = try EvolveProcess()("score", "nowhere.py", "--env", "inverted-pendulum")
        #expect(result.status == 65)
        #expect(result.complaint.contains("nowhere.py"))
    }

    @Test(.timeLimit(.minutes(5))) func resumingAnUnknownRunNamesTheNearest() throws {
        let evolve = try EvolveProcess()
        let result = try evolve("resume", "nothing")
        #expect(result.status == 65)
        #expect(result.complaint.contains("there is no run named \"nothing\""))
    }

    @Test(.timeLimit(.minutes(5))) func anEndpointThatIsDownEndsWith69AndTheResumeCommand() throws {
        let result = try EvolveProcess()(
            "reward", "--env", "inverted-pendulum", "--model", "http://127.0.0.1:9/v1#none", "--run", "down",
            "--confirm-seeds", "0", variables: ["EVOLVE_API_KEY": "k"])
        #expect(result.status == 69)
        #expect(result.complaint.contains("127.0.0.1:9"))
        #expect(result.complaint.contains("evolve resume down"))
    }

    @Test(.timeLimit(.minutes(5))) func runsThatCannotBeWrittenEndWith73() throws {
        let evolve = try EvolveProcess()
        let blocked = evolve.runs + "/file"
        _ = FileManager.default.createFile(atPath: blocked, contents: nil)
        let result = try evolve("reward", "--env", "ant", variables: ["EVOLVE_RUNS": blocked])
        #expect(result.status == 73)
        #expect(result.complaint.contains("cannot write"))
    }
}
