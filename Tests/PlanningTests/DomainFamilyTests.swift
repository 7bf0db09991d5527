import Planning
import PlanningDomains
import Testing

@Suite struct DomainFamilyTests {
    @Test func equalSeedsGiveEqualTasksAndOthersDiffer() throws {
        for family in DomainFamily.allCases where family != .gripper {
            var size: [String: Int] = [:]
            for (name, least) in family.parameters { size[name] = least + 4 }
            let first = family.task(size: size, seed: 1, name: "t")
            #expect(first == family.task(size: size, seed: 1, name: "t"))
            #expect(first != family.task(size: size, seed: 2, name: "t"))
        }
    }

    @Test func laddersGrowAndShareNoTask() throws {
        for family in DomainFamily.allCases {
            let ladder = try ladder(family)
            #expect(Set(ladder.entries.map(\.seed)).count == ladder.entries.count)
            #expect(Set(ladder.entries.map(\.name)).count == ladder.entries.count)
            if family.isMeasured {
                let test = ladder.entries.filter { $0.split == .test }
                #expect(test.count == 90)
            }
        }
        let blocks = try ladder(.blocksworld).entries
        #expect(blocks.last?.size == ["blocks": 488])
        #expect(blocks.first?.size == ["blocks": 2])
    }

    @Test func mistakesInLaddersAreNamed() {
        let error = #expect(throws: Ladder.Mistake.self) {
            _ = try Ladder(.ferry, table: "train 5 cars=1..3 harbours=2..4")
        }
        #expect(error?.description.contains("\"harbours=2..4\"") == true)
        #expect(throws: Ladder.Mistake.self) { _ = try Ladder(.ferry, table: "trian 5 cars=1..3") }
    }

    @Test(arguments: DomainFamily.allCases)
    func smallTasksAreSolvable(family: DomainFamily) throws {
        let entries = try ladder(family).entries.filter { $0.split == .train }
        let count = family == .floortile || family == .sokoban ? 12 : 20
        let options = SearchOptions(.lazy, [.relaxedPlan], preferred: true)
        for entry in entries.prefix(runsEverything ? 25 : count) {
            let task = try Planner.parse(
                domain: domainText(family),
                task: SourceText(name: entry.name, text: ladder(family).text(entry)))
            let ground = try ground(task)
            let (outcome, _) = Planner.search(ground, options, SearchLimits(cpuSeconds: 30))
            guard case .plan(let numbers) = outcome else {
                Issue.record("\(family) \(entry.name): \(outcome)")
                continue
            }
            #expect(Planner.validate(ground.operators.plan(numbers, of: task), for: task).isValid)
        }
    }

    /// Parsing alone, since the largest need minutes to ground in a debug build.
    @Test(.enabled(if: runsEverything)) func theLargestTasksParse() throws {
        for family in DomainFamily.allCases {
            let entry = try #require(ladder(family).entries.last)
            let text = try ladder(family).text(entry)
            _ = try Planner.parse(domain: domainText(family), task: SourceText(name: entry.name, text: text))
        }
    }
}
