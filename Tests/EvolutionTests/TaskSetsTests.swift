import Foundation
import HeuristicPrograms
import Testing

@testable import Evolution

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

@Suite struct TaskSetsTests {
    private static let sandboxes = root.appending(path: "Sandboxes").path
    private static let names =
        ProcessInfo.processInfo.environment["EVOLVE_CHECK_ALL"] == "1"
        ? [
            "blocksworld", "childsnack", "ferry", "floortile", "miconic", "rovers", "satellite", "sokoban",
            "spanner", "transport",
        ] : ["blocksworld", "spanner"]

    private func folder() throws -> String {
        let path = NSTemporaryDirectory() + "tasks-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    @Test(arguments: names) func testTasksAreTwiceAsLargeAndNobodySharesATask(name: String) throws {
        let tasks = try TaskSets.builtIn(name, in: Self.sandboxes)
        let largest = try #require(tasks.train.last).size
        #expect(tasks.train.count == 20)
        #expect(tasks.validation.count >= 4)
        #expect(tasks.test.count == 30)
        #expect(tasks.train.map(\.size) == tasks.train.map(\.size).sorted())
        #expect(tasks.validation.allSatisfy { $0.size > largest && $0.size < 2 * largest })
        #expect(tasks.test.allSatisfy { $0.size >= 2 * largest })
        let all = tasks.train + tasks.validation + tasks.test
        #expect(Set(all.map(\.text)).count == all.count)
    }

    @Test func aRunsOwnCopyIsTheSame() throws {
        let tasks = try TaskSets.builtIn("spanner", in: Self.sandboxes)
        let folder = try folder()
        try tasks.keep(in: folder)
        let kept = try TaskSets.kept(in: folder)
        for stage in Stage.allCases { #expect(kept[stage] == tasks[stage]) }
        #expect(kept.domainText == tasks.domainText)
        #expect(kept.vocabulary == tasks.vocabulary)
    }

    @Test func aFlatFolderIsSplitBySize() throws {
        let source = try TaskSets.builtIn("blocksworld", in: Self.sandboxes)
        let folder = try folder()
        for entry in source.train.prefix(9) {
            try Data(entry.text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(entry.name).pddl"))
        }
        let domain = Self.sandboxes + "/domains/blocksworld/domain.pddl"
        let tasks = try TaskSets.find(domain, tasks: folder, in: Self.sandboxes)
        #expect(tasks.train + tasks.validation + tasks.test == Array(source.train.prefix(9)))
        #expect(tasks.train.count == 3 && tasks.test.count == 3)
        // The name of a domain that comes with the tool does as well as its file.
        #expect(try TaskSets.find("blocksworld", tasks: folder, in: Self.sandboxes).train == tasks.train)
    }

    @Test func mistakesAreNamed() throws {
        let empty = try folder()
        #expect(throws: EvolutionError.noTasks(folder: empty)) {
            try TaskSets.find("blocksworld", tasks: empty, in: Self.sandboxes)
        }
        let error = #expect(throws: EvolutionError.self) {
            try TaskSets.find("blokcsworld", tasks: nil, in: Self.sandboxes)
        }
        #expect(error?.description.contains("did you mean \"blocksworld\"?") == true)
        let domain = Self.sandboxes + "/domains/ferry/domain.pddl"
        #expect(throws: EvolutionError.self) { try TaskSets.find(domain, tasks: nil, in: Self.sandboxes) }
    }

    @Test func theVocabularyKnowsGoalsTypesAndWhatNeverChanges() throws {
        let vocabulary = try TaskSets.builtIn("transport", in: Self.sandboxes).vocabulary
        let at = try #require(vocabulary.predicates.first { $0.name == "at" })
        #expect(at.types == [["package", "vehicle"], ["location"]])
        #expect(at.goalTypes == [["package"], ["location"]])
        #expect(!at.isStatic && at.isGoal)
        let road = try #require(vocabulary.predicates.first { $0.name == "road" })
        #expect(road.isStatic && !road.isGoal)
    }
}
