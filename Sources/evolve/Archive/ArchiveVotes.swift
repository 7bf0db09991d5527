internal import Archive
internal import ArgumentParser
internal import Evolution
internal import Foundation

/// What a vote needs to say.
struct VoteOptions: ParsableArguments {
    @Argument(help: "Name of the run's folder.")
    var run: String

    @Argument(help: "Candidate: label, first digits of its hash, or best.")
    var candidate: String

    @Option(help: "Who says so (default: the user's name on this machine).")
    var by: String?

    /// Writes the vote into the run's archive and tells the person.
    func cast(_ kind: ReviewRecord.Kind, _ text: String, over other: String? = nil) async throws {
        try await ArchiveCommand.on(run) { archive, view in
            let individual = try view.require(candidate)
            let rival = try other.map { try view.require($0) }
            guard rival?.candidate.id != individual.candidate.id else {
                throw InputError("\(individual.label) cannot be compared with itself; name another candidate")
            }
            let author = by ?? NSUserName()
            try await archive.add(
                ReviewRecord(
                    candidate: individual.candidate.id, kind: kind, text: text, author: author,
                    createdAt: ISO8601DateFormatter().string(from: Date()), over: rival?.candidate.id))
            Output.error("\(kind.rawValue) of \(run) \(individual.label) noted for \(author)\n")
        }
    }
}

extension ArchiveCommand {
    /// `evolve archive approve`.
    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve", abstract: "Note that a candidate was looked at and found good.")

        @OptionGroup var vote: VoteOptions

        @Option(help: "Why.")
        var because = ""

        mutating func run() async throws { try await vote.cast(.approve, because) }
    }

    /// `evolve archive reject`.
    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reject", abstract: "Note that a candidate was looked at and must not be used.")

        @OptionGroup var vote: VoteOptions

        @Option(help: "Why.")
        var because = ""

        mutating func run() async throws { try await vote.cast(.reject, because) }
    }

    /// `evolve archive comment`.
    struct Comment: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "comment", abstract: "Write a remark about a candidate.")

        @OptionGroup var vote: VoteOptions

        @Argument(help: "The remark.")
        var text: String

        func validate() throws {
            guard !text.allSatisfy(\.isWhitespace) else { throw ValidationError("the remark is empty") }
        }

        mutating func run() async throws { try await vote.cast(.comment, text) }
    }

    /// `evolve archive prefer`.
    struct Prefer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prefer", abstract: "Note that one candidate is liked better than another.")

        @OptionGroup var vote: VoteOptions

        @Argument(help: "The other candidate.")
        var other: String

        @Flag(help: "No difference was seen.")
        var equal = false

        @Option(help: "Why.")
        var because = ""

        mutating func run() async throws {
            try await vote.cast(equal ? .equal : .prefer, because, over: other)
        }
    }
}
