import Foundation
import Synchronization
import Testing

@testable import LanguageModel

@Suite struct PriceListTests {
    private func list(_ texts: String...) throws -> PriceList {
        let paths = try texts.map { text in
            let path = NSTemporaryDirectory() + "prices-\(UUID().uuidString).json"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return path
        }
        defer { paths.forEach { try? FileManager.default.removeItem(atPath: $0) } }
        return try PriceList(paths: paths)
    }

    @Test func theMostExactPatternCountsAndTheFirstFileComesFirst() throws {
        let shipped = """
            {"as_of": "2026-01", "models": [
              {"model": "openai:gpt-x*", "input": 2, "output": 8},
              {"model": "openai:gpt-x-mini*", "input": 1, "output": 4, "cached_input": 0.5},
              {"model": "http://127.0.0.1*", "input": 0, "output": 0}]}
            """
        let own = #"{"models": [{"model": "http://127.0.0.1:*#tiny", "input": 3, "output": 3}]}"#
        let list = try list(own, shipped)
        func output(_ text: String) throws -> Double? {
            list.prices(of: try parseModelSpecification(text))?.outputPerMillion
        }
        #expect(try output("openai:gpt-x") == 8)
        #expect(try output("stream+responses+openai:gpt-x-mini-2") == 4)
        #expect(try output("openai:other") == nil)
        #expect(try output("http://127.0.0.1:80/v1#tiny") == 3)
        #expect(try output("http://127.0.0.1:80/v1#big") == 0)
        let prices = try #require(list.prices(of: .openai(name: "gpt-x-mini")))
        #expect(prices.cost(input: 3_000_000, cached: 2_000_000, output: 1_000_000) == 1 + 1 + 4)
    }

    @Test(arguments: ["", "{}", "[]", #"{"models":[{"model":"a"}]}"#])
    func aFileThatIsNoPriceFileIsNamed(text: String) {
        #expect(throws: ModelError.self) { try list(text) }
    }

    @Test func theShippedFileIsReadAndDated() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "prices.json").path
        let list = try PriceList(paths: [path])
        #expect(list.prices(of: .anthropic(name: "claude-sonnet-4-5"))?.outputPerMillion == 15)
        #expect(list.prices(of: .openai(name: "gpt-4o-mini"))?.inputPerMillion == 0.15)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("\"as_of\""))
    }
}

@Suite(.timeLimit(.minutes(5))) struct LedgerTests {
    private static let prices = TokenPrices(inputPerMillion: 10, outputPerMillion: 50)
    private static func request(_ samples: Int = 1) -> ModelRequest {
        ModelRequest(
            messages: [Message(role: .user, text: String(repeating: "x", count: 384))], samples: samples,
            maxTokens: 200)
    }

    /// Asks one by one until the money ends; returns the answers.
    private func spend(_ model: HTTPModel, samples: Int = 1) async throws -> Int {
        var answers = 0
        while true {
            do {
                answers += try await model.complete(Self.request(samples)).count
            } catch ModelError.budget {
                return answers
            }
        }
    }

    @Test(arguments: [1, 3]) func aLimitIsMetWithinOneRequest(samples: Int) async throws {
        // 100 tokens of input and 80 of output: 0.001 + 0.004 an answer.
        let endpoint = try FakeEndpoint { seen, _ in
            let count = Int(seen.body["n"] ?? "1") ?? 1
            let texts = (0..<count).map { _ in String(repeating: "y", count: 320) }
            return .json(chat(texts, usage: (100, 80 * count)))
        }
        defer { endpoint.stop() }
        let ledger = Ledger(limitUSD: 0.05)
        let settings = HTTPModelSettings(prices: Self.prices, ledger: ledger)
        let model = HTTPModel(base: endpoint.base, name: "m", key: nil, settings: settings)
        let answers = try await spend(model, samples: samples)
        let spent = ledger.balance.spentUSD
        #expect(spent <= 0.05 && spent > 0.05 - 0.005, "\(spent)")
        #expect(samples == 1 ? answers == 10 : answers >= 10)
    }

    @Test func aRequestOfUnknownFateIsBookedAsSpent() async throws {
        let endpoint = try FakeEndpoint(.cutShort(#"{"choices":["#))
        defer { endpoint.stop() }
        let ledger = Ledger(limitUSD: 1)
        let settings = HTTPModelSettings(
            retry: RetryPolicy(attempts: 3), prices: Self.prices, ledger: ledger, pause: { _ in })
        let model = HTTPModel(base: endpoint.base, name: "m", key: nil, settings: settings)
        await #expect(throws: ModelError.self) { try await model.complete(Self.request()) }
        #expect(ledger.balance.uncertainRequests == 3)
        // The forecast of each: 100 tokens of input, 200 of output at most.
        #expect(abs(ledger.balance.spentUSD - 3 * 0.011) < 1e-9)
        #expect(ledger.balance.pendingUSD < 1e-12)
    }

    @Test func aRefusalCostsNothing() async throws {
        let endpoint = try FakeEndpoint(.json(#"{"error":{"message":"no"}}"#, status: 403))
        defer { endpoint.stop() }
        let ledger = Ledger(limitUSD: 1)
        let settings = HTTPModelSettings(prices: Self.prices, ledger: ledger)
        let model = HTTPModel(base: endpoint.base, name: "m", key: nil, settings: settings)
        await #expect(throws: ModelError.self) { try await model.complete(Self.request()) }
        #expect(ledger.balance == Ledger.Balance())
    }

    @Test func whatWasUnderWayWhenAProcessDiedIsBookedAsSpent() async throws {
        var opening = Ledger.Balance()
        opening.paidUSD = 0.1
        opening.pendingUSD = 0.2
        let written = Mutex<[Ledger.Balance]>([])
        let ledger = Ledger(limitUSD: 0.35, opening: opening) { balance in
            written.withLock { $0.append(balance) }
        }
        #expect(abs(ledger.balance.spentUSD - 0.3) < 1e-12 && ledger.balance.uncertainRequests == 1)
        let granted = try await ledger.reserve(samples: 9) { Double($0) * 0.02 }
        #expect(granted.samples == 2)
        #expect(written.withLock { $0.last?.pendingUSD } == 0.04)
        await #expect(throws: ModelError.self) { try await ledger.reserve(samples: 1) { _ in 0.02 } }
    }
}

@Suite struct ReplayModelTests {
    private let first = [Message(role: .user, text: "one")]
    private let second = [Message(role: .user, text: "two")]
    private func recordings() -> [ReplayModel.Recording] {
        [(first, "a"), (second, "x"), (first, "b"), (first, "c")].map {
            .init(messages: $0.0, completion: Completion(text: $0.1, model: "m"))
        }
    }

    @Test func theSameConversationGetsTheSameAnswersInTheirOrder() async throws {
        let model = ReplayModel(run: "r", recordings: recordings())
        #expect(
            try await model.complete(ModelRequest(messages: first, samples: 2)).map(\.text) == ["a", "b"])
        #expect(try await model.complete(ModelRequest(messages: second)).map(\.text) == ["x"])
        #expect(try await model.complete(ModelRequest(messages: first, samples: 2)).map(\.text) == ["c"])
        await #expect(throws: ModelError.self) { try await model.complete(ModelRequest(messages: first)) }
    }

    @Test func whatWasAnsweredInAnEarlierSittingIsNotGivenAgain() async throws {
        let model = ReplayModel(run: "r", recordings: recordings(), answered: [first, first, second])
        #expect(try await model.complete(ModelRequest(messages: first, samples: 4)).map(\.text) == ["c"])
    }

    @Test func anUnknownConversationIsSaidSo() async {
        let model = ReplayModel(run: "ant-3", recordings: recordings())
        let error = await #expect(throws: ModelError.self) {
            try await model.complete(ModelRequest(messages: [], label: "g0"))
        }
        #expect("\(error.map(String.init(describing:)) ?? "")".contains("replay of ant-3: g0"))
    }
}
