import Foundation
import Testing

/// `evolve review` as a person starts and ends it.
@Suite(.timeLimit(.minutes(10))) struct ReviewCommandTests {
    @Test func itPrintsItsAddressOnceItServesAndClosesPolitely() throws {
        let evolve = try EvolveProcess()
        let started = try evolve.start(["review"])
        var address = ""
        while address.isEmpty, started.process.isRunning {
            address = (try? String(contentsOf: started.output, encoding: .utf8)) ?? ""
            usleep(20_000)
        }
        let parts = address.trimmingCharacters(in: .newlines).split(separator: "/").map(String.init)
        try #require(parts.count == 3)
        #expect(parts[1].hasPrefix("127.0.0.1:"))
        #expect(parts[2].count == 32)
        started.process.interrupt()
        let result = started.wait()
        #expect(result.status == 0)
        #expect(result.complaint.contains("open this address") && result.complaint.contains("closed"))
    }

    @Test func aRunThatIsNotThereAndAPortThatIsTakenAreErrorsInWords() throws {
        let evolve = try EvolveProcess()
        let missing = try evolve("review", "none")
        #expect(missing.status == 65)
        #expect(missing.complaint.contains("none"))
        #expect(try evolve("review", "--port", "70000").status == 64)
        let first = try evolve.start(["review", "--json"])
        var text = ""
        while text.isEmpty, first.process.isRunning {
            text = (try? String(contentsOf: first.output, encoding: .utf8)) ?? ""
            usleep(20_000)
        }
        struct Said: Decodable { var address: String }
        let said = try JSONDecoder().decode(Said.self, from: Data(text.utf8))
        let port = try #require(said.address.split(separator: "/")[1].split(separator: ":").last)
        let second = try evolve("review", "--port", String(port))
        #expect(second.status == 78)
        #expect(second.complaint.contains("cannot listen on 127.0.0.1:\(port)"))
        first.process.interrupt()
        #expect(first.wait().status == 0)
    }
}
