internal import Archive
internal import Evolution
internal import Foundation
internal import Review
internal import Training

/// Keeps the archives of all runs open and what was last read of them.
///
/// A run that is read again while nothing was written costs one small question to SQLite.
actor RunLibrary {
    /// Is what the pages of a run are drawn from.
    struct Reading: Sendable {
        var version: String
        var report: Report
        var facts: ReviewPage.Facts
    }

    private struct Shelf {
        var archive: RunArchive
        /// Number of the file, so that a run that was deleted and made anew is opened anew.
        var file: UInt64
        var measure: Report.Measure?
        var reading: Reading?
        /// When it was last asked for, in requests.
        var used = 0
    }

    /// Archives kept open at once; each takes a few descriptors and the memory of one run.
    private static let shelfCount = 16

    private let installation: Installation
    private let noFilms: String?
    private var shelves: [String: Shelf] = [:]
    private var requests = 0
    /// What the list of runs said of each, and the stamp of its files then.
    private var entries: [String: (stamp: String, entry: RunList.Entry)] = [:]
    private var measures: [String: Report.Measure]?

    init(_ installation: Installation, noFilms: String?) {
        (self.installation, self.noFilms) = (installation, noFilms)
    }

    nonisolated func folder(_ run: String) -> String { "\(installation.runs)/\(run)" }

    /// Names of all runs.
    nonisolated var names: [String] { RunFolder.names(in: installation.runs) }

    /// Opens a run's archive, or gives the one that is open.
    /// - Throws: ``SiteError/notFound`` where there is no such run.
    func archive(_ run: String) throws -> RunArchive {
        guard names.contains(run) else {
            shelves[run] = nil
            throw SiteError.notFound
        }
        let path = folder(run) + "/run.sqlite"
        let about = try? FileManager.default.attributesOfItem(atPath: path)
        let file = (about?[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0
        requests += 1
        if let shelf = shelves[run], shelf.file == file {
            shelves[run]?.used = requests
            return shelf.archive
        }
        let archive = try RunArchive(path: path)
        shelves[run] = Shelf(archive: archive, file: file, used: requests)
        while shelves.count > Self.shelfCount, let oldest = shelves.min(by: { $0.value.used < $1.value.used })
        {
            shelves[oldest.key] = nil
        }
        return archive
    }

    /// Names the state of a run's files without opening its archive: when they were written last, and whether a process works on it.
    nonisolated func stamp(_ run: String) -> String {
        let dates = ["run.sqlite", "run.sqlite-wal"].map { file in
            let about = try? FileManager.default.attributesOfItem(atPath: "\(folder(run))/\(file)")
            let date = (about?[.modificationDate] as? Date)?.timeIntervalSinceReferenceDate ?? 0
            return "\(date) \((about?[.size] as? NSNumber)?.intValue ?? 0)"
        }
        let isBusy = RunFolder.isBusy(run, in: installation.runs)
        return (dates + [isBusy ? "busy" : "quiet"]).joined(separator: " ")
    }

    /// Names the state of a run: its archive's version, and whether a process works on it.
    func version(_ run: String) async throws -> String {
        let archive = try archive(run)
        return try await archive.version() + (RunFolder.isBusy(run, in: installation.runs) ? "b" : "")
    }

    /// Reads a run, unless that was done since the last change.
    /// - Throws: ``SiteError/notFound`` where there is no such run, or nothing was recorded yet.
    func read(_ run: String) async throws -> Reading {
        let archive = try archive(run)
        let version = try await version(run)
        if let reading = shelves[run]?.reading, reading.version == version {
            var reading = reading
            look(&reading.facts, run, reading.report)
            return reading
        }
        guard let record = try await archive.run() else { throw SiteError.notFound }
        let measure: Report.Measure
        if let known = shelves[run]?.measure {
            measure = known
        } else {
            measure = await self.measure(of: record)
            shelves[run]?.measure = measure
        }
        guard
            let report = try await Report.read(
                archive, measure: measure, runsFolder: installation.displayedRuns)
        else { throw SiteError.notFound }
        var facts = ReviewPage.Facts()
        facts.reviews = try await archive.reviews()
        facts.standing = Standing(facts.reviews)
        facts.waiting = try await Waiting.read(archive)
        facts.digests = try await archive.digestTexts()
        facts.settings = try? RunSettings(json: record.settingsJSON)
        facts.noFilms = noFilms
        facts.isBusy = version.hasSuffix("b")
        let reading = Reading(version: version, report: report, facts: facts)
        shelves[run]?.reading = reading
        var shown = reading
        look(&shown.facts, run, report)
        return shown
    }

    /// Sums up a run for the list; a damaged archive says so and hides no other.
    func entry(_ run: String) async -> RunList.Entry {
        if let known = entries[run], known.stamp == stamp(run) { return known.entry }
        let wasOpen = shelves[run] != nil
        var entry = RunList.Entry(name: run)
        do {
            let reading = try await read(run)
            let (report, facts) = (reading.report, reading.facts)
            let page = ReviewPage(report: report, facts: facts, base: "", author: "")
            page.fill(&entry)
        } catch SiteError.notFound {
            entry.trouble = "nothing was recorded yet"
        } catch {
            entry.trouble = "\(error)"
        }
        // Closing an archive can touch its files, so the stamp is taken after it.
        if !wasOpen, !entry.isBusy { shelves[run] = nil }
        entries[run] = (stamp(run), entry)
        return entry
    }

    /// Looks at what lies in a run's folder now.
    private func look(_ facts: inout ReviewPage.Facts, _ run: String, _ report: Report) {
        let folder = folder(run)
        let films = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/films")) ?? []
        facts.filmed = page(report).candidates(filmedIn: films)
        facts.runFilms = ["best.mp4", "best_and_human.mp4"].filter {
            InnerFile(folder, $0) != nil
        }
        facts.hasReport = InnerFile(folder, "report.html") != nil
    }

    private func page(_ report: Report) -> ReviewPage {
        ReviewPage(report: report, facts: .init(), base: "", author: "")
    }

    /// Finds name and unit of what a run is ranked by; plain words where its environment is not there any more.
    private func measure(of run: RunRecord) async -> Report.Measure {
        if run.problem == "heuristic" { return .init(name: "number of tasks solved", unit: "tasks") }
        if EnvironmentInfo.isForeign(run.subject) {
            let found = try? await installation.environment(run.subject)
            return found.map { .init(name: $0.fitness.name, unit: $0.fitness.unit) }
                ?? .init(name: "fitness", unit: "")
        }
        if measures == nil {
            let known = (try? await installation.environments()) ?? []
            measures = Dictionary(
                known.map { ($0.name, Report.Measure(name: $0.fitness.name, unit: $0.fitness.unit)) },
                uniquingKeysWith: { first, _ in first })
        }
        return measures?[run.subject] ?? .init(name: "fitness", unit: "")
    }
}

/// Says why a request that came in cannot be served.
enum SiteError: Error, Sendable, Equatable {
    case notFound
    /// What was sent makes no sense, and why.
    case badForm(String)
}

/// Is a plain file inside a folder: no link leads out of it.
struct InnerFile {
    let path: String

    /// Finds the file; nil where it is not there, no plain file, or elsewhere in truth.
    init?(_ folder: String, _ name: String) {
        let path = "\(folder)/\(name)"
        let about = try? FileManager.default.attributesOfItem(atPath: path)
        guard about?[.type] as? FileAttributeType == .typeRegular else { return nil }
        let home = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        guard URL(fileURLWithPath: path).resolvingSymlinksInPath().path == "\(home)/\(name)" else {
            return nil
        }
        self.path = path
    }
}
