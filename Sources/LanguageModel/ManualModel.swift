internal import Foundation

/// Lets a person answer: writes each prompt as a file and waits for the answer files.
///
/// For the label `g0` the prompt is `g0.prompt.md`; one answer is `g0.answer.md`, several are `g0-1.answer.md` and so on. An
/// answer counts once its file is not empty and has stayed the same for two looks. Answers that are there already are taken,
/// so an interrupted run goes on where it stopped; a prompt of the same label with other words gets files of its own.
package struct ManualModel: LanguageModel {
    package let name = "manual"
    private let folder: String
    private let interval: Duration
    private let notice: @Sendable (String) -> Void

    /// Makes a model that talks through `folder`, which is made when missing.
    ///
    /// `interval` is the time between two looks for an answer; `notice` hears in words which file waits for which answers.
    package init(
        folder: String, interval: Duration = .milliseconds(500), notice: @escaping @Sendable (String) -> Void
    ) {
        self.folder = folder
        self.interval = interval
        self.notice = notice
    }

    package func complete(_ request: ModelRequest) async throws -> [Completion] {
        let start = ContinuousClock.now
        let samples = max(1, request.samples)
        let label = try writePrompt(request, samples: samples)
        var missing = Self.answerFiles(label: label, samples: samples)
        var answers: [String: String] = [:]
        var looks: [String: Look] = [:]
        var told = false
        while true {
            for file in missing {
                let look = Look(path: folder + "/" + file)
                defer { looks[file] = look }
                guard let look, look == looks[file] else { continue }
                answers[file] = try read(folder + "/" + file)
            }
            let before = missing.count
            missing.removeAll { answers[$0] != nil }
            if missing.isEmpty { break }
            if !told || missing.count < before {
                told = true
                notice(
                    "prompt: \(folder)/\(label).prompt.md; waiting for \(missing.joined(separator: ", ")) beside it"
                )
            }
            try await Task.sleep(for: interval)
        }
        let latency = (ContinuousClock.now - start).seconds
        return Self.answerFiles(label: label, samples: samples).map { file in
            Completion(text: answers[file] ?? "", model: name, latencySeconds: latency)
        }
    }

    /// What one look at an answer file saw; nil for a file that is missing or empty.
    private struct Look: Equatable {
        var size: Int
        var changed: Date

        init?(path: String) {
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
                let size = (attributes[.size] as? NSNumber)?.intValue, size > 0,
                let changed = attributes[.modificationDate] as? Date
            else { return nil }
            self.size = size
            self.changed = changed
        }
    }

    private static func answerFiles(label: String, samples: Int) -> [String] {
        samples == 1 ? ["\(label).answer.md"] : (1...samples).map { "\(label)-\($0).answer.md" }
    }

    private func read(_ path: String) throws(ModelError) -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .manualFolder(path: path, why: "cannot be read as UTF-8 text; save it again as UTF-8")
        }
        return text
    }

    /// Writes the prompt and returns the label that its files carry.
    private func writePrompt(_ request: ModelRequest, samples: Int) throws(ModelError) -> String {
        var label = Self.fileName(request.label)
        var page = Self.page(request, label: label, samples: samples)
        if let there = try? String(contentsOfFile: path(label), encoding: .utf8), there != page {
            label += "-" + Self.fingerprint(page)
            page = Self.page(request, label: label, samples: samples)
        }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try page.write(toFile: path(label), atomically: true, encoding: .utf8)
        } catch {
            throw .manualFolder(
                path: path(label), why: "the prompt cannot be written: \(error.localizedDescription)")
        }
        return label
    }

    private func path(_ label: String) -> String { "\(folder)/\(label).prompt.md" }

    /// The prompt as a page to read, which says where its answers go.
    private static func page(_ request: ModelRequest, label: String, samples: Int) -> String {
        let files = answerFiles(label: label, samples: samples).map { "`\($0)`" }.joined(separator: ", ")
        let what = samples == 1 ? "the answer" : "\(samples) independent answers"
        let parts = request.messages.map { "# \($0.role.rawValue)\n\n\($0.text)" }
        return (["<!-- Save \(what) beside this file as \(files). -->"] + parts).joined(separator: "\n\n")
            + "\n"
    }

    private static func fileName(_ label: String) -> String {
        let kept = label.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-" }
        let name = String(kept.drop { $0 == "." })
        return name.isEmpty ? "prompt" : name
    }

    /// Six hexadecimal digits of the text (FNV-1a), enough to tell prompts of one label apart.
    private static func fingerprint(_ text: String) -> String {
        let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let digits = String(hash & 0xff_ffff, radix: 16)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
