import Foundation
import Testing

/// `evolve doctor` looks at everything and says what to do.
@Suite(.serialized, .timeLimit(.minutes(8))) struct DoctorTests {
    private struct Diagnosis: Decodable {
        struct Finding: Decodable {
            var name: String
            var state: String
            var detail: String
            var remedy: String?
        }
        var schema: Int
        var ok: Bool
        var findings: [Finding]
    }

    private func diagnose(_ variables: [String: String]) throws -> (Diagnosis, status: Int32) {
        let result = try EvolveProcess()("doctor", "--json", variables: variables)
        return (try JSONDecoder().decode(Diagnosis.self, from: Data(result.output.utf8)), result.status)
    }

    @Test func aMachineThatRunsTheTestsLacksOnlyTheModelThatIsNotThere() throws {
        // Port 9 of this machine: nothing listens there.
        let (diagnosis, status) = try diagnose(["EVOLVE_MODEL": "http://127.0.0.1:9/v1#none"])
        let bad = diagnosis.findings.filter { $0.state == "missing" }
        #expect(bad.map(\.name) == ["model"], "\(bad.map(\.detail))")
        #expect(bad.first?.detail.contains("127.0.0.1:9/v1 does not answer") == true)
        #expect(bad.first?.remedy?.contains("EVOLVE_MODEL") == true)
        #expect(status == 1 && !diagnosis.ok && diagnosis.schema == 1)
        let names = Set(diagnosis.findings.map(\.name))
        let expected = [
            "installation", "worker", "layer seccomp", "layer landlock", "layer limits", "layer descriptors",
            "layer no_new_privs", "namespaces", "python", "environments", "disk", "model", "cores",
        ]
        #expect(names.isSuperset(of: expected), "\(names)")
        let environments = diagnosis.findings.first { $0.name == "environments" }
        #expect(environments?.detail.contains("ant") == true)
    }

    @Test func anInstallationWithoutPythonIsAFindingNotAnAccident() throws {
        let result = try EvolveProcess()("doctor", variables: ["EVOLVE_PYTHON": "/nonexistent/bin/python"])
        #expect(result.status == 1)
        #expect(result.output.contains("missing  installation"))
        #expect(result.output.contains("run ./evolve setup"))
        #expect(result.output.hasSuffix("1 missing.\n"))
    }
}
