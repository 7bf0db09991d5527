import Campaigns
import Evolution
import Foundation
import Synchronization
import Testing

@Suite struct CampaignTests {
    private func file(budget: String = "") throws -> CampaignFile {
        try CampaignFile(
            text: """
                name: t
                problems: [{reward: ant}]
                strategies: [best-of-n, eureka]
                seeds: [1, 2, 3]
                \(budget)
                """, path: "t.yaml")
    }

    private func summary(_ cell: CampaignCell, fitness: Double?, usd: Double = 0) -> RunSummary {
        RunSummary(
            run: cell.run, problem: "reward", subject: "ant",
            best: fitness.map {
                .init(
                    id: "x", label: "g0.c0",
                    fitness: Estimate(mean: $0, low: nil, high: nil, count: 1, over: "seeds"),
                    humanNormalised: nil)
            }, comparisons: [], candidates: 4, failed: 0, costUSD: usd, tokens: 0, envSteps: 0,
            wallSeconds: 1,
            stopped: nil, weakSandbox: [])
    }

    private struct Trouble: Error {}

    @Test func aFailingCellStopsNoOther() async throws {
        let results = try await Campaign(file: file()).run(
            look: { _ in nil },
            work: { cell, _ in
                if cell.seed == 2 { throw Trouble() }
                return summary(cell, fitness: cell.strategy == "eureka" ? 3 : 2)
            }, tell: { _ in })
        #expect(results.map(\.state) == [.done, .done, .failed, .failed, .done, .done])
        let table = try CampaignTable(file(), results)
        #expect(table.problems[0].rows.map(\.failed) == [1, 1])
        #expect(table.problems[0].rows[1].comparison?.difference.mean == 1)
        #expect(table.problems[0].wins == [[0.5, 0], [1, 0.5]])
    }

    @Test func methodsThatNeverDifferAreCalledEqual() async throws {
        let results = try await Campaign(file: file()).run(
            look: { _ in nil }, work: { cell, _ in summary(cell, fitness: 1) }, tell: { _ in })
        let text = try CampaignTable(file(), results).text()
        #expect(text.contains("equal on all shared seeds"))
        #expect(text.components(separatedBy: "equal").count == 4)
        #expect(!text.contains("50") && !text.contains("no difference found"))
    }

    @Test func finishedCellsAreNotRunAgain() async throws {
        let ran = Mutex<[String]>([])
        let done = try file().cells[0]
        _ = try await Campaign(file: file()).run(
            look: { cell in
                guard cell.run == done.run else { return nil }
                var result = CellResult(cell)
                result.take(summary(cell, fitness: 1))
                return result
            },
            work: { cell, _ in
                ran.withLock { $0.append(cell.run) }
                return summary(cell, fitness: 1)
            }, tell: { _ in })
        #expect(ran.withLock { $0 } == (try file().cells.dropFirst().map(\.run)))
    }

    @Test func whatIsLeftOfTheMoneyIsHandedOnAndModelCellsEndWithIt() async throws {
        let allowed = Mutex<[Double?]>([])
        let paid = try CampaignFile(
            text: """
                name: t
                problems: [{reward: ant}]
                models: ["http://127.0.0.1:1/v1#m"]
                seeds: [1, 2, 3]
                budget: {usd: 1.0}
                """, path: "t.yaml")
        let results = try await Campaign(file: paid).run(
            look: { _ in nil },
            work: { cell, allowance in
                allowed.withLock { $0.append(allowance.usd) }
                return summary(cell, fitness: 1, usd: 0.5)
            }, tell: { _ in })
        #expect(allowed.withLock { $0 } == [1.0, 0.5])
        #expect(results.map(\.state) == [.done, .done, .waiting])
    }

    @Test func anInterruptEndsTheCampaign() async throws {
        await #expect(throws: CancellationError.self) {
            try await Campaign(file: file()).run(
                look: { _ in nil }, work: { _, _ in throw CancellationError() }, tell: { _ in })
        }
    }

    @Test func intervalsAndSheetsSayWhatWasMeasured() async throws {
        let results = try await Campaign(file: file()).run(
            look: { _ in nil },
            work: { cell, _ in
                summary(cell, fitness: cell.strategy == "eureka" ? 3 + Double(cell.seed) / 10 : 2)
            }, tell: { _ in })
        let text = try CampaignTable(file(), results).text()
        // Mean 3.2 over 3.1, 3.2, 3.3: half width 4.303 x 0.1 / √3 = 0.248.
        #expect(text.contains("3.2 [2.95, 3.45]"))
        #expect(text.contains("better"))
        let sheet = CampaignTable.csv(results)
        #expect(sheet.split(separator: "\n").count == 7)
        #expect(sheet.contains("t.ant.eureka.s3,ant,eureka,offline,3,done,3.3,,4,"))
    }
}
