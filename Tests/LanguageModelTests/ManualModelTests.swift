import Foundation
import Synchronization
import Testing

@testable import LanguageModel

@Suite(.timeLimit(.minutes(5))) struct ManualModelTests {
    private let folder = NSTemporaryDirectory() + "manual-\(UUID().uuidString)"
    private let request = ModelRequest(
        messages: [Message(role: .user, text: "ask me")], samples: 2, label: "g0")

    private func model(_ notice: @escaping @Sendable (String) -> Void) -> ManualModel {
        ManualModel(folder: folder, interval: .milliseconds(2), notice: notice)
    }

    @Test func answersAreReadFromFilesAndThePromptSaysWhere() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let folder = folder
        let notices = Mutex<[String]>([])
        let answers = try await model { text in
            notices.withLock { $0.append(text) }
            // The person answers as soon as the prompt is announced.
            try? "second".write(toFile: folder + "/g0-2.answer.md", atomically: true, encoding: .utf8)
            try? "first".write(toFile: folder + "/g0-1.answer.md", atomically: true, encoding: .utf8)
        }.complete(request)
        #expect(answers.map(\.text) == ["first", "second"])
        let prompt = try String(contentsOfFile: folder + "/g0.prompt.md", encoding: .utf8)
        #expect(prompt.contains("ask me") && prompt.contains("`g0-1.answer.md`"))
        #expect(notices.withLock { $0.first?.contains("g0.prompt.md") } == true)
    }

    @Test func answersThatAreThereAreTakenAndOtherPromptsGetOtherFiles() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for index in 1...2 {
            try "a\(index)".write(
                toFile: folder + "/g0-\(index).answer.md", atomically: true, encoding: .utf8)
        }
        #expect(try await model { _ in }.complete(request).map(\.text) == ["a1", "a2"])
        var other = request
        other.messages[0].text = "something else"
        let folder = folder
        let answers = try await model { text in
            let names = text.components(separatedBy: "waiting for ")[1].components(separatedBy: " beside")[0]
            for name in names.components(separatedBy: ", ") {
                try? "b".write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
            }
        }.complete(other)
        #expect(answers.map(\.text) == ["b", "b"])
    }

    @Test func waitingCanBeCancelled() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let announced = AsyncStream<Void>.makeStream()
        let model = model { _ in announced.continuation.yield() }
        let request = request
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await model.complete(request) }
            for await _ in announced.stream { break }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.next() }
        }
    }

    @Test func aFolderThatCannotBeMadeIsNamed() async {
        let model = ManualModel(folder: "/proc/no/such", notice: { _ in })
        let error = await #expect(throws: ModelError.self) { try await model.complete(request) }
        #expect("\(error.map(String.init(describing:)) ?? "")".hasPrefix("/proc/no/such"))
    }
}
