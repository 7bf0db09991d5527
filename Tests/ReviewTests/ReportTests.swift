import Archive
import Foundation
import Review
import Testing

@Suite struct ReportTests {
    /// Looks for what a page that stands alone must not hold, and for broken drawings.
    private func expectSound(_ html: String, sourceLocation: SourceLocation = #_sourceLocation) {
        for tag in [
            "<script", "<img", "<iframe", "<link", "<object", "@import", "url(", "http://", "https://",
        ] {
            #expect(!html.contains(tag), "holds \(tag)", sourceLocation: sourceLocation)
        }
        let numbers = html.matches(of: /(?:points|x|y|x1|x2|y1|y2|cx|cy|r|width|viewBox)="([^"]*)"/)
        for match in numbers {
            let text = match.output.1
            #expect(
                !text.contains("nan") && !text.contains("inf") && !text.isEmpty, "\(match.output.0)",
                sourceLocation: sourceLocation)
        }
        for tag in ["svg", "g", "table", "section", "figure", "tr", "td", "details", "div", "pre", "tbody"] {
            let opened =
                html.components(separatedBy: "<\(tag) ").count
                + html.components(separatedBy: "<\(tag)>").count - 2
            let closed = html.components(separatedBy: "</\(tag)>").count - 1
            #expect(
                opened == closed, "<\(tag)> opened \(opened) times, closed \(closed)",
                sourceLocation: sourceLocation)
        }
    }

    @Test func wholeRun() throws {
        let html = ExampleRun.whole().report.html()
        expectSound(html)
        #expect(html.contains("no difference found"))
        #expect(html.contains("Weak sandbox"))
        #expect(html.contains("./evolve show ant-20261123-0640"))
        #expect(html.contains("./evolve score Runs/ant-20261123-0640/best_reward.py --env ant"))
        #expect(html.contains("did you mean &quot;torso_height&quot;?"))
        #expect(html.contains("the same code as g1.c0"))
        try expectSnapshot(html, "report.html")
    }

    @Test func whatPeopleSaidStandsThere() {
        var example = ExampleRun.whole()
        #expect(!example.report.html().contains("What people said"))
        example.reviews = [
            ReviewRecord(
                candidate: ExampleRun.hash("g0.c0"), kind: .comment, text: "<b>hop</b> less", author: "Ada",
                createdAt: "", after: 0),
            ReviewRecord(candidate: "", kind: .comment, text: "try", author: "Bo", createdAt: "", after: 1),
            ReviewRecord(
                candidate: ExampleRun.hash("g1.c0"), kind: .prefer, text: "", author: "Ada", createdAt: "",
                over: ExampleRun.hash("g0.c0")),
        ]
        let html = example.report.html()
        expectSound(html)
        #expect(
            html.contains(
                "Ada asked after generation 0, when g0.c0 was the best: <q>&lt;b&gt;hop&lt;/b&gt; less</q>"))
        #expect(html.contains("Bo asked after generation 1: <q>try</q>"))
        #expect(html.contains("Ada liked g1.c0 better than g0.c0</li>"))
    }

    @Test func whatTheCriticSawStandsThere() {
        var example = ExampleRun.whole()
        #expect(!example.report.html().contains("What the critic saw"))
        let finding = Finding(
            kind: "dead", part: "alive", words: "is <always> 1", advice: "leave it out")
        example.critiques = [
            Critique(
                candidate: ExampleRun.hash("g0.c0"), rules: [finding], revision: ExampleRun.hash("g1.c0")),
            Critique(candidate: ExampleRun.hash("g1.c0"), rules: []),
        ]
        let html = example.report.html()
        expectSound(html)
        #expect(html.contains("1 of 2 candidates with something to say"))
        #expect(html.contains("<b>g0.c0</b> → g1.c0: nothing left to say"))
        #expect(html.contains("<li>dead alive: is &lt;always&gt; 1: leave it out</li>"))
    }

    @Test func whereTheNormalisedScoreIsNotDefinedTheReasonStandsThere() {
        var example = ExampleRun.whole()
        let summary = ExampleRun.summary
        #expect(
            example.report.html().contains("The human-normalised score is 1.29: 0 is the sparse reward, 1"))
        let sparse = #"{"sparse":{"count":3,"high":0.9,"low":0.3,"mean":0.6,"over":"seeds"}}"#
        example.run.summaryJSON = summary.replacingOccurrences(
            of: #""schema":1"#, with: #""normalised":"# + sparse + #","schema":1"#)
        #expect(example.report.html().contains("0 is the sparse reward (0.60 ± 0.30 m/s), 1 the human one"))
        example.run.summaryJSON =
            summary.replacingOccurrences(of: #""humanNormalised":1.29,"#, with: "").replacingOccurrences(
                of: #""schema":1"#, with: #""normalised":{"why":"they overlap"},"schema":1"#)
        #expect(
            example.report.html().contains("There is no human-normalised score: they overlap."))
    }

    @Test func whoMeasuredTheBaselinesIsSaid() {
        var example = ExampleRun.whole()
        for (index, run) in ["ant-20261123-0640", "earlier"].enumerated() {
            let position = example.evaluations.lastIndex {
                $0.candidate == ExampleRun.hash("human") && $0.seed == UInt64(101 + index)
            }
            guard let position else { continue }
            example.evaluations[position].measured = Measured(run: run, at: "2026-11-2\(2 + index)T00:00:00Z")
        }
        #expect(
            example.report.html().contains("2 trainings by this run, earlier, from 2026-11-22T00:00:00Z"))
    }

    @Test func whatStandsOutInTheWinnersRewardIsSaid() throws {
        var example = ExampleRun.whole()
        #expect(!example.report.html().contains("Can the rewards be trusted?"))
        for (label, concerns) in [("g2.c0", ["going in <circles> pays"]), ("human", [])] {
            example.integrity.append(
                IntegrityReport(
                    candidate: ExampleRun.hash(label), agreement: 0.87, givenAway: nil, trained: 1.25,
                    behaviours: [
                        .init(name: "random", value: 0.03), .init(name: "nothing", value: -0.5),
                        .init(name: "reversed", value: nil, note: "it reads observation"),
                        .init(name: "cycle", value: 0.125),
                    ],
                    components: [.init(name: "forward", share: 0.75, atItsEnds: 0.1, isFlat: true)],
                    signals: [.init(name: "x_velocity", influence: 0.91)], concerns: concerns))
        }
        let html = example.report.html()
        expectSound(html)
        #expect(html.contains("Can the rewards be trusted?"))
        #expect(html.contains("going in &lt;circles&gt; pays"))
        #expect(html.contains("x_velocity 91.00 %") && html.contains("forward 75.00 %, flat"))
        let section = try #require(html.split(separator: "id=\"integrity\"").last)
        let row = try #require(section.split(separator: "<th>human</th>").dropFirst().first).prefix(300)
        #expect(row.contains(">0.87</td>") && row.contains(">−0.50</td>") && row.contains(">—</td>"))
    }

    @Test func hostileTextStaysText() {
        let attack =
            "</code></script><script>alert(1)</script><img src=x onerror=alert(2)>\"' onload=x \u{202E}\u{0}"
        var example = ExampleRun(
            summary: ExampleRun.summary.replacingOccurrences(of: "human\"", with: "<img>\""))
        example.run.name = attack
        example.run.task = attack
        example.run.subject = attack
        example.run.settingsJSON = attack
        let winner = ExampleRun.hash("g2.c0")
        example.add(winner, generation: 3, index: 0, parents: [attack], detail: attack, code: attack)
        example.add(attack, generation: 3, index: 1, verdict: attack, detail: attack, code: attack)
        example.candidates[0].components = [attack]
        example.train(winner, fitness: 1)
        example.evaluations[0].components = [
            ComponentSeries(name: attack, points: [1, .nan, 2], mean: .nan, min: -.infinity, max: .infinity)
        ]
        example.propose(3, 2, candidate: nil, failure: attack)
        example.feedback = [FeedbackRecord(candidate: attack, text: attack)]
        let html = example.report.html()
        expectSound(html)
        #expect(!html.contains("\u{202E}") && !html.contains("\u{0}"))
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }

    @Test func emptyRun() {
        let html = ExampleRun(state: "running").report.html()
        expectSound(html)
        #expect(html.contains("nothing tried yet"))
        #expect(html.contains("./evolve resume ant-20261123-0640"))
        #expect(!html.contains("<svg"))
    }

    @Test func runInWhichEveryCandidateFailed() {
        var example = ExampleRun(summary: #"{"best":null,"comparisons":[],"candidates":2}"#)
        example.add("a", generation: 1, index: 0, verdict: "error", detail: "line 3: invalid syntax")
        example.add("b", generation: 1, index: 1)
        example.train("b", fitness: 1, verdict: "memory")
        let html = example.report.html()
        expectSound(html)
        #expect(html.contains("no valid candidate"))
        #expect(html.contains("line 3: invalid syntax"))
        #expect(html.contains("memory"))
    }

    @Test func oneCheckpointAndANegativeFitness() {
        var example = ExampleRun()
        example.add("a", generation: 1, index: 0)
        example.train("a", fitness: -3.5, checkpoints: 1)
        let html = example.report.html()
        expectSound(html)
        #expect(html.contains("−3.50"))
    }

    @Test func fortyCandidatesWithLongNames() {
        var example = ExampleRun()
        example.add("human", origin: "a-baseline-with-a-very-long-name-that-nobody-would-choose")
        example.train("human", purpose: "baseline", fitness: 1e7)
        for index in 0..<40 {
            example.add("c\(index)", generation: 1, index: index)
            example.train("c\(index)", fitness: Double(index) / 10 - 2)
        }
        let html = example.report.html()
        expectSound(html)
        #expect(html.utf8.count < 400_000)
    }

    @Test func curvesWithValuesThatAreNotFinite() {
        var example = ExampleRun()
        example.add("a", generation: 1, index: 0)
        example.train("a", fitness: 1)
        example.evaluations[0].curve[3].fitness = .nan
        example.evaluations[0].curve[5].fitness = .infinity
        example.evaluations[0].episodes[0] = .nan
        example.train("a", purpose: "confirm", seed: 9, fitness: .nan)
        expectSound(example.report.html())
    }

    @Test func aClearDifferenceIsCalledBetter() {
        let summary = ExampleRun.summary.replacingOccurrences(of: "\"low\":-1.14", with: "\"low\":0.14")
        var example = ExampleRun.whole()
        example.run.summaryJSON = summary
        let html = example.report.html()
        #expect(html.contains("better by +0.39 m/s, 95 % interval +0.14 to +1.90"))
        #expect(!html.contains("no difference found"))
    }

    @Test func summaryWithUnderscoresReadsTheSame() {
        var example = ExampleRun.whole()
        example.run.summaryJSON = ExampleRun.summary.replacingOccurrences(
            of: "weakSandbox", with: "weak_sandbox"
        )
        .replacingOccurrences(of: "probabilityOfImprovement", with: "probability_of_improvement")
        #expect(example.report.html() == ExampleRun.whole().report.html())
    }
}
