internal import Foundation
internal import Glibc
internal import LanguageModel
internal import Sandbox
internal import Training

/// Holds what `evolve doctor` finds: everything a run needs, whether it is there, and what to do where it is not.
package struct Diagnosis: Codable, Sendable, Equatable {
    /// Is one thing looked at.
    package struct Finding: Codable, Sendable, Equatable {
        /// Judges one thing.
        package enum State: String, Codable, Sendable {
            /// Is as it should be.
            case ok
            /// Is missing or different, but nothing depends on it.
            case note
            /// Is missing, and runs fail or are unsafe without it.
            case missing
        }

        /// Names the thing, for example `layer seccomp`.
        package let name: String
        /// Judges it.
        package let state: State
        /// Says what was found.
        package let detail: String
        /// Says what to do; nil where nothing is to be done.
        package let remedy: String?
    }

    /// Numbers the form of the JSON.
    package let schema: Int
    /// Is true where nothing is missing.
    package let ok: Bool
    /// Lists everything looked at, in order.
    package let findings: [Finding]

    /// Looks at this machine; takes some seconds, because Python starts several times.
    /// - Parameters:
    ///   - environment: this process's environment variables.
    ///   - executable: path of the running program.
    ///   - looking: hears what is looked at next, in a few words.
    /// - Returns: what was found; never throws, because everything that fails is a finding.
    package static func run(
        environment: [String: String], executable: String, looking: (String) -> Void = { _ in }
    ) async -> Diagnosis {
        var findings: [Finding] = []
        do {
            let installation = try Installation(environment: environment, executable: executable)
            findings.append(found("installation", "\(installation.home)"))
            looking("the sandbox")
            findings += await sandbox(installation)
            looking("the Python packages")
            findings.append(await python(installation))
            looking("the environments")
            findings.append(await environments(installation))
            findings.append(disk(installation.runs))
        } catch {
            findings.append(missing("installation", "\(error)", "run ./evolve setup"))
        }
        looking("the model")
        findings.append(await model(environment))
        findings.append(cores())
        return Diagnosis(
            schema: 1, ok: findings.allSatisfy { $0.state != .missing }, findings: findings)
    }

    private static func found(_ name: String, _ detail: String) -> Finding {
        Finding(name: name, state: .ok, detail: detail, remedy: nil)
    }

    private static func missing(_ name: String, _ detail: String, _ remedy: String?) -> Finding {
        Finding(name: name, state: .missing, detail: detail, remedy: remedy)
    }

    // MARK: The sandbox

    /// Starts a zygote that serves even where layers are missing, so that all of them can be told at once.
    private static func sandbox(_ installation: Installation) async -> [Finding] {
        do {
            let configuration = installation.zygote(allowWeakSandbox: true)
            let report = try await offPool { try Zygote(configuration: configuration).report }
            return findings(of: report)
        } catch {
            // The sentence carries its remedy.
            return [missing("worker", "\(error)", nil)]
        }
    }

    /// Translates the worker's own report.
    static func findings(of report: SandboxReport) -> [Finding] {
        let versions = report.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        var findings = [found("worker", versions.joined(separator: ", "))]
        for layer in report.layers {
            let detail = layer == "landlock" ? "in force, version \(report.landlock)" : "in force"
            findings.append(found("layer \(layer)", detail))
        }
        for layer in report.missing {
            findings.append(
                missing("layer \(layer)", "cannot be put in force", report.remedies[layer]))
        }
        let names = report.namespaces.joined(separator: ", ")
        let remedy =
            "not required; allow user namespaces (sysctl user.max_user_namespaces, or the container's profile) "
            + "for one more wall"
        findings.append(
            report.namespaces.isEmpty
                ? Finding(name: "namespaces", state: .note, detail: "none", remedy: remedy)
                : found("namespaces", names))
        return findings
    }

    // MARK: Python

    private static func python(_ installation: Installation) async -> Finding {
        let packages = "numpy, mujoco, jax, optax, gymnasium, imageio"
        let script =
            "import \(packages), sys; print(', '.join([f'python {sys.version.split()[0]}', "
            + "f'mujoco {mujoco.__version__}', f'jax {jax.__version__}']))"
        do {
            let words = try await installation.python(["-c", script])
            let detail = String(decoding: words, as: UTF8.self).trimmingCharacters(
                in: .whitespacesAndNewlines)
            return found("python", "\(detail) in \(installation.python)")
        } catch {
            return missing(
                "python", "\(error)", "make the environment anew: rm -r .environment && ./evolve setup")
        }
    }

    private static func environments(_ installation: Installation) async -> Finding {
        do {
            let names = try await installation.environments().map(\.name)
            return found("environments", names.joined(separator: ", "))
        } catch {
            return missing("environments", "\(error)", "mend or remove the module that is named there")
        }
    }

    // MARK: The machine

    private static func model(_ environment: [String: String]) async -> Finding {
        guard let text = environment["EVOLVE_MODEL"], !text.isEmpty else {
            return found(
                "model", "none configured: the offline proposer is used unless --model says otherwise")
        }
        switch await EndpointCheck.run(text, environment: environment) {
        case .notNeeded: return found("model", text)
        case .reachable(let base): return found("model", "\(text): \(base) answers")
        case .failing(let why): return missing("model", why, "set EVOLVE_MODEL, or unset it to be without")
        }
    }

    /// Looks at the file system that the runs will be on.
    private static func disk(_ runs: String) -> Finding {
        var folder = runs
        while !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) {
            folder = (folder as NSString).deletingLastPathComponent
        }
        var about = statvfs()
        guard statvfs(folder, &about) == 0 else {
            return missing("disk", "\(folder) cannot be looked at", "choose another folder with EVOLVE_RUNS")
        }
        let gigabytes = Double(about.f_bavail) * Double(about.f_frsize) / 1e9
        let detail = String(format: "%.1f GB free for runs in %@", gigabytes, runs)
        guard access(folder, W_OK) == 0 else {
            return missing("disk", "\(folder) cannot be written", "choose another folder with EVOLVE_RUNS")
        }
        return gigabytes < 1
            ? missing("disk", detail, "make room, or choose another folder with EVOLVE_RUNS")
            : found("disk", detail)
    }

    private static func cores() -> Finding {
        let count = ProcessInfo.processInfo.activeProcessorCount
        let gigabytes = Double(ProcessInfo.processInfo.physicalMemory) / 1e9
        let detail = String(format: "%d, %.0f GB of memory", count, gigabytes)
        return count > 1
            ? found("cores", detail)
            : Finding(
                name: "cores", state: .note, detail: detail,
                remedy: "trainings run one after another; more cores help")
    }
}
