import Foundation
import Testing

/// `evolve plan`, `validate` and `domains` as people use and misuse them.
@Suite(.serialized) struct PlanningCommandTests {
    /// Writes a text into the folder of this test and gives its path.
    private func write(_ text: String, _ name: String, _ evolve: EvolveProcess) throws -> String {
        let path = "\(evolve.runs)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private static let switches = """
        (define (domain switches) (:predicates (on ?x) (dead ?x))
          (:action press :parameters (?x) :precondition (not (dead ?x)) :effect (on ?x)))
        """

    private static func switchTask(_ goal: String) -> String {
        "(define (problem p) (:domain switches) (:objects a b) (:init (dead b)) (:goal \(goal)))"
    }

    @Test(.timeLimit(.minutes(10))) func aPlanIsPrintedAndAcceptedAndItsFirstHalfIsNot() throws {
        let evolve = try EvolveProcess()
        let found = try evolve("plan", "gripper", "train-01")
        #expect(found.status == 0)
        let steps = found.output.split(separator: "\n")
        #expect(steps.count >= 5 && steps.allSatisfy { $0.hasPrefix("(") && $0.hasSuffix(")") })
        #expect(found.complaint.contains("plan of \(steps.count) steps; plan valid, cost \(steps.count)"))
        let whole = try evolve("validate", "gripper", "train-01", write(found.output, "whole", evolve))
        #expect(whole.status == 0 && whole.output == "plan valid, cost \(steps.count)\n")
        let half = steps.prefix(steps.count / 2).joined(separator: "\n")
        let partial = try evolve("validate", "gripper", "train-01", write(half, "half", evolve), "--json")
        #expect(partial.status == 1 && partial.output.contains(#""valid":false"#))
    }

    @Test(.timeLimit(.minutes(10))) func unsolvableTasksEndWith11AndSolvedOnesWithAnEmptyPlan() throws {
        let evolve = try EvolveProcess()
        let domain = try write(Self.switches, "domain.pddl", evolve)
        let dead = try evolve("plan", domain, write(Self.switchTask("(on b)"), "b.pddl", evolve))
        #expect(dead.status == 11 && dead.output.isEmpty && dead.complaint.contains("unsolvable"))
        let done = try evolve("plan", domain, write(Self.switchTask("(dead b)"), "d.pddl", evolve))
        #expect(done.status == 0 && done.output.isEmpty && done.complaint.contains("plan of 0 steps"))
    }

    @Test(.timeLimit(.minutes(10))) func onlyStepsOfThePlanAreCounted() throws {
        let evolve = try EvolveProcess()
        let domain = try write(Self.switches, "domain.pddl", evolve)
        let task = try write(Self.switchTask("(or (on a) (on b))"), "or.pddl", evolve)
        let found = try evolve("plan", domain, task)
        #expect(
            found.output == "(press a)\n" && found.complaint.contains("plan of 1 step; plan valid, cost 1"))
    }

    @Test(.timeLimit(.minutes(10))) func aBoardWithoutRoomForItsBoxesIsNotMade() throws {
        let evolve = try EvolveProcess()
        let many = try evolve("domains", "sokoban", "--size", "size=6", "--size", "boxes=40")
        #expect(many.status == 65 && many.output.isEmpty && many.complaint.contains("has room for"))
        #expect(try evolve("domains", "sokoban", "--size", "size=9", "--size", "boxes=3").status == 0)
    }

    @Test(.timeLimit(.minutes(10))) func whatIsNotMeasuredOnIsNamedAsSuch() throws {
        let evolve = try EvolveProcess()
        let gripper = try evolve("heuristic", "--domain", "gripper")
        #expect(gripper.status == 65 && gripper.complaint.contains("example for prompts"))
        let lost = try evolve("heuristic", "--domain", "ferry", "--tasks", "\(evolve.runs)/nowhere")
        #expect(lost.status == 65 && lost.complaint.contains("there is no such folder"))
        let spaced = try evolve("heuristic", "--domain", "ferry", "--run", "a b")
        #expect(spaced.status == 64 && spaced.complaint.contains("is no name for a run"))
    }

    @Test(.timeLimit(.minutes(10))) func limitsEndWith22And23() throws {
        let evolve = try EvolveProcess()
        let words = ["plan", "blocksworld", "test-30", "--search", "astar-blind"]
        let late = try evolve.start(words + ["--time-limit", "0.5s"]).wait()
        #expect(late.status == 23 && late.complaint.contains("out of time"))
        let full = try evolve.start(words + ["--memory-limit", "1M"]).wait()
        #expect(full.status == 22 && full.complaint.contains("out of memory"))
    }

    @Test(.timeLimit(.minutes(10))) func mistakesInFilesBeginWithTheirPlace() throws {
        let evolve = try EvolveProcess()
        let domain = try write(Self.switches, "domain.pddl", evolve)
        let task = try write(Self.switchTask("(onn a)"), "task.pddl", evolve)
        let result = try evolve("plan", domain, task)
        #expect(result.status == 65)
        #expect(
            result.complaint.hasPrefix(
                "\(task):1:80: unknown predicate \"onn\" in the goal; did you mean \"on\"?"),
            "\(result.complaint)")
        let other = try evolve("plan", "ferry", task)
        #expect(other.status == 65 && other.complaint.contains("is of domain \"switches\""))
    }

    @Test(.timeLimit(.minutes(10))) func aSearchThatNeedsGroundingIsNotReplacedInSilence() throws {
        let evolve = try EvolveProcess()
        let words = ["plan", "ferry", "train-05", "--operator-limit", "5"]
        let hff = try evolve.start(words + ["--search", "lazy-hff"]).wait()
        #expect(hff.status == 0)
        #expect(hff.complaint.contains("lazy-hff needs all operators; searched instead: climb-goals"))
        #expect(hff.complaint.contains("not grounded: more than 5 operators"))
        let goals = try evolve.start(words + ["--search", "eager-goals"]).wait()
        #expect(goals.status == 0 && !goals.complaint.contains("instead"))
    }

    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            (
                ["plan", "ferry", "train-99"],
                "evolve: no file and no task \"train-99\" of ferry; did you mean \"train-"
            ),
            (
                ["plan", "fery", "train-01"],
                "evolve: no file and no domain \"fery\"; did you mean \"ferry\"?"
            ),
            (["plan", "ferry", "."], "evolve: \".\" is a folder; name a file in it"),
            (["plan", ".", "train-01"], "evolve: \".\" is a folder; name a file in it"),
            (["plan", "ferry", "no/task.pddl"], "evolve: cannot read \"no/task.pddl\""),
            (["validate", "ferry", "train-01", "no.plan"], "evolve: cannot read \"no.plan\""),
            (["domains", "fery"], "evolve: no domain \"fery\"; did you mean \"ferry\"?"),
            (["domains", "ferry", "--size", "cars=0"], "evolve: --size \"cars=0\" is not a size of ferry"),
            (["domains", "ferry", "--size", "cars=9999999"], "at most: 5000"),
            (
                ["bench", "planning", "--domain", "fery"],
                "evolve: no domain \"fery\"; did you mean \"ferry\"?"
            ),
        ])
    func badInputEndsWith65(arguments: [String], message: String) throws {
        let result = try EvolveProcess().start(arguments).wait()
        #expect(result.status == 65)
        #expect(result.complaint.contains(message), "\(result.complaint)")
        #expect(result.output.isEmpty)
    }

    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            (["domains", "ferry", "--split", "trian"], "did you mean \"train\"?"),
            (["domains", "--split", "train"], "name a domain first"),
            (["plan", "ferry", "train-01", "--search", "lazyhff"], "did you mean \"lazy-hff\"?"),
            (["plan", "ferry", "train-01", "--time-limit", "nan"], "is not a time"),
            (["plan", "ferry", "train-01", "--time-limit", "-1s"], "--time-limit"),
            (["plan", "ferry", "train-01", "--memory-limit", "99999999999G"], "is not a size"),
            (["plan", "ferry", "train-01", "--operator-limit=-1"], "must not be negative"),
            (["bench", "planning", "--count=-1"], "must not be negative"),
            (["bench", "planning", "--native", "--lifted"], "choose one"),
            (["bench", "planning", "--validators"], "needs --peers"),
        ])
    func usageErrorsEndWith64(arguments: [String], message: String) throws {
        let result = try EvolveProcess().start(arguments).wait()
        #expect(result.status == 64)
        #expect(result.complaint.contains(message), "\(result.complaint)")
    }

    @Test(.timeLimit(.minutes(10))) func tasksAreListedBySplitAndWritten() throws {
        let evolve = try EvolveProcess()
        let all = try evolve("domains", "ferry").output.split(separator: "\n").count
        let some = try evolve("domains", "ferry", "--split", "validation").output.split(separator: "\n")
        #expect(some.count == 15 && all > 150 && some.allSatisfy { $0.hasPrefix("validation-") })
        let folder = evolve.runs + "/tasks"
        #expect(try evolve("domains", "gripper", "--write", folder).status == 0)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.count == 11 && files.contains("domain.pddl"))
        let plan = try evolve("plan", folder + "/domain.pddl", folder + "/train-03.pddl", "--json", "--quiet")
        #expect(plan.status == 0 && plan.complaint.isEmpty && plan.output.contains(#""outcome":"plan""#))
    }
}
