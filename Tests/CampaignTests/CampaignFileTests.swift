import Campaigns
import Testing

/// The text of a mistake holds a mark 📍 where the complaint must point.
@Suite struct CampaignFileTests {
    private static let good = """
        name: pilot
        budget: {usd: 2.5, wall: 45m}
        problems:
          - reward: halfcheetah
            steps: 100000
            seeds: 1
          - heuristic: blocksworld
            task-seconds: 2
        strategies: [best-of-n, eureka]
        models: [offline, "http://127.0.0.1:8131/v1#small"]
        seeds: [1, 2, 3]
        """

    @Test func everythingInAFileIsRead() throws {
        let file = try CampaignFile(text: Self.good, path: "c.yaml")
        #expect(file.name == "pilot")
        #expect(file.budgetUSD == 2.5)
        #expect(file.wallSeconds == 2700)
        #expect(file.problems.map(\.subject) == ["halfcheetah", "blocksworld"])
        #expect(file.problems[0].counts == ["steps": 100_000, "seeds": 1])
        #expect(file.problems[1].taskSeconds == 2)
        #expect(file.baseline == "best-of-n")
        #expect(file.cells.count == 2 * 2 * 2 * 3)
        #expect(Set(file.cells.map(\.run)).count == file.cells.count)
        #expect(file.cells[0].run == "pilot.halfcheetah.best-of-n.s1")
        #expect(file.cells[1].run == "pilot.halfcheetah.best-of-n.http---127.0.0.1-8131-v1-small.s1")
    }

    @Test(arguments: [
        ("name: a\nproblems: [{reward: ant}]\n📍stratgies: [eureka]", "did you mean \"strategies\"?"),
        ("name: a\nproblems: [{reward: ant, 📍step: 5}]", "did you mean \"steps\"?"),
        ("name: a\nproblems: [{reward: ant, steps: 📍-5}]", "steps is a whole number above 0, not \"-5\""),
        ("name: a\nproblems: [{reward: ant}]\nstrategies: [📍eurika]", "did you mean \"eureka\"?"),
        (
            "name: a\nproblems: [{reward: ant}]\nseeds: [1, 📍two]",
            "a seed is a whole number from 0, not \"two\""
        ),
        ("name: a\nproblems: [{reward: ant}]\nbudget: {usd: 📍0}", "usd is a number above 0"),
        ("name: a\nproblems: [{reward: ant}]\nbudget: {wall: 📍soon}", "\"soon\" is no time"),
        ("name: a\nproblems: [{reward: ant}]\nmodels: [📍gpt]", "gpt"),
        ("name: 📍a/b\nproblems: [{reward: ant}]", "becomes a folder"),
        ("name: a\nproblems:\n  - 📍steps: 5", "either `reward: ENVIRONMENT` or `heuristic: DOMAIN`"),
        ("name: a\nproblems: [{reward: ant, task-seconds: 📍2}]", "goes with `heuristic:`"),
        ("📍name: a", "no problems"),
        ("📍name: a\nproblems: [{reward: ant}]\nseeds: [1, 1]", "is named twice"),
    ])
    func aMistakeIsNamedAtItsPlace(marked: String, words: String) throws {
        let head = marked[..<(marked.firstIndex(of: "📍") ?? marked.startIndex)]
        let line = head.count { $0 == "\n" } + 1
        let column = head.reversed().prefix { $0 != "\n" }.count + 1
        let text = marked.split(separator: "📍", omittingEmptySubsequences: false).joined()
        let error = #expect(throws: CampaignError.self) { try CampaignFile(text: text, path: "c.yaml") }
        #expect(error?.line == line && error?.column == column, "\(error?.description ?? "")")
        #expect(error?.what.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: ["", "name: [", "- a\n- b", "name: a: b"])
    func textThatIsNoCampaignIsRefused(text: String) {
        let error = #expect(throws: CampaignError.self) { try CampaignFile(text: text, path: "c.yaml") }
        #expect(error?.description.hasPrefix("c.yaml") == true)
    }
}
