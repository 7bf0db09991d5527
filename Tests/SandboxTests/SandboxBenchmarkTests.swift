import Sandbox
import Testing

@Suite struct SandboxBenchmarkTests {
    /// Figures belong to the command; here only that each is measured.
    @Test(.timeLimit(.minutes(TestSandbox.minutes(5)))) func measuresEveryPart() throws {
        let benchmark = try SandboxBenchmark(zygote: TestSandbox.zygote(), repetitions: 20)
        #expect(benchmark.requestToFirstResult.p50 > 0)
        #expect(benchmark.requestToFirstResult.p95 >= benchmark.requestToFirstResult.p50)
        #expect(Set(benchmark.lockdown.keys).isSuperset(of: ["total", "seccomp", "landlock", "limits"]))
        #expect(benchmark.chunk.p50 > 0)
        #expect(benchmark.chunkCPUSeconds > 0)
        if TestSandbox.prints { print(benchmark) }
    }
}
