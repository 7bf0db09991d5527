internal import Archive
internal import Evolution
internal import Foundation
internal import Review

/// Answers requests that the gate let in.
struct Site: Sendable {
    /// Is an answer, before it becomes HTTP.
    enum Answer: Sendable {
        case page(PageFrame)
        case text(String, type: String)
        /// A file of a run's folder, in one piece or a part.
        case file(String, type: String)
        /// Goes on to another path of this server.
        case see(String)
        case refused(code: Int, words: String, why: String)
    }

    let base: String
    let author: String
    let library: RunLibrary
    let studio: FilmStudio
    /// Why no film can be made; nil where one can.
    let noFilms: String?

    /// Answers a request for something.
    func get(_ path: [String], _ query: Form) async throws -> Answer {
        guard let first = path.first else { return .page(try await runs()) }
        if path == ["version"] { return .text(await runsVersion(), type: "text/plain") }
        guard first == "run", path.count > 1 else { throw SiteError.notFound }
        let run = path[1]
        let rest = Array(path.dropFirst(2))
        switch (rest.first, rest.count) {
        case (nil, _):
            let (page, version) = try await page(run)
            return .page(page.overview(version: version))
        case ("version", 1): return .text(try await library.version(run), type: "text/plain")
        case ("candidate", 2):
            let (page, version) = try await page(run)
            return .page(page.candidate(try known(rest[1], page), version: version))
        case ("compare", 1): return try await compare(run, query)
        case ("film", 2), ("film", 3): return try await film(run, rest)
        case ("report", 1): return try file(run, "report.html", "text/html; charset=utf-8")
        case ("best.mp4", 1), ("best_and_human.mp4", 1): return try file(run, rest[0], "video/mp4")
        default: throw SiteError.notFound
        }
    }

    // MARK: Pages

    private func page(_ run: String) async throws -> (ReviewPage, version: String) {
        let reading = try await library.read(run)
        return (
            ReviewPage(report: reading.report, facts: reading.facts, base: base, author: author),
            reading.version
        )
    }

    private func known(_ id: String, _ page: ReviewPage) throws -> CandidateRecord {
        guard let candidate = page.candidate(id) else { throw SiteError.notFound }
        return candidate
    }

    private func runs() async throws -> PageFrame {
        let version = await runsVersion()
        var entries: [RunList.Entry] = []
        for name in library.names { entries.append(await library.entry(name)) }
        return RunList(entries, base: base, author: author).page(version: version)
    }

    private func runsVersion() async -> String {
        ContentHash.hex(library.names.map { "\($0) \(library.stamp($0))" }.joined(separator: "\n"))
    }

    private func compare(_ run: String, _ query: Form) async throws -> Answer {
        let (page, version) = try await page(run)
        var pair = page.nextPair(
            skipped: [query["not"], query["nor"]].compactMap(\.self), with: query["with"])
        if let left = query["left"], let right = query["right"], left != right { pair = (left, right) }
        guard let pair else { return .page(page.nothingToCompare(version: version)) }
        return .page(page.compare(try known(pair.left, page), try known(pair.right, page)))
    }

    // MARK: Files

    private func file(_ run: String, _ name: String, _ type: String) throws -> Answer {
        guard library.names.contains(run), let file = InnerFile(library.folder(run), name) else {
            throw SiteError.notFound
        }
        return .file(file.path, type: type)
    }

    private func film(_ run: String, _ rest: [String]) async throws -> Answer {
        let (page, _) = try await page(run)
        let candidate = try known(rest[1], page)
        guard rest.count == 3 else {
            return try file(run, FilmStudio.name(candidate.id), "video/mp4")
        }
        guard rest[2] == "state" else { throw SiteError.notFound }
        let (state, words) =
            switch await studio.state(run, candidate.id) {
            case .ready: ("ready", "")
            case .making: ("making", "Filming")
            case .absent: ("absent", noFilms.map { "No film: \($0)." } ?? "There is no film yet.")
            case .failed(let why): ("failed", why)
            }
        let encoder = JSONEncoder()
        let data = try encoder.encode(["state": state, "words": words])
        return .text(String(decoding: data, as: UTF8.self), type: "application/json")
    }
}
