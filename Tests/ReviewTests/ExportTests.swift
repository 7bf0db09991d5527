import Archive
import Testing

@testable import Review

@Suite struct ExportTests {
    @Test func checksumsAreThoseOfTheStandard() {
        // RFC 3720, B.4: 32 bytes of zeros have the CRC-32C 8a9136aa; TFRecord rotates it and adds a constant.
        let plain: UInt32 = 0x8a91_36aa
        #expect(
            TensorBoardFile.masked(Array(repeating: 0, count: 32))
                == ((plain >> 15) | (plain << 17)) &+ 0xa282_ead8)
    }

    @Test func eventFilesHoldEveryPointOfATraining() throws {
        let example = ExampleRun.whole()
        let files = TensorBoardFile.files(candidates: example.candidates, evaluations: example.evaluations)
        #expect(files.count == example.evaluations.count)
        #expect(files[0].path == "sparse-baseline-7/events.out.tfevents.0.evolve")
        var bytes = files[0].bytes[...]
        var messages: [[UInt8]] = []
        while !bytes.isEmpty {
            let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
            let message = Array(bytes.dropFirst(12).prefix(length))
            #expect(Array(bytes.prefix(16 + length)) == TensorBoardFile.record(message))
            messages.append(message)
            bytes = bytes.dropFirst(16 + length)
        }
        #expect(messages.count == 1 + 10 * 3 + 3 * 10)
        #expect(messages[0].suffix(13).elementsEqual("brain.Event:2".utf8))
        #expect(messages[1].suffix(15).prefix(7).elementsEqual("fitness".utf8) || messages[1].count > 20)
    }

    @Test func theTableQuotesWhatCSVNeeds() throws {
        var example = ExampleRun()
        example.add("a", origin: "odd, \"name\"")
        example.train("a", fitness: 1, checkpoints: 2)
        let lines = CurveTable.csv(candidates: example.candidates, evaluations: example.evaluations)
            .split(separator: "\n")
        #expect(lines.count == 1 + 2 * 3 + 3 * 10)
        #expect(lines[0] == "candidate,origin,purpose,seed,kind,name,steps,value")
        #expect(
            lines[1].hasPrefix("\"odd, \"\"name\"\"\",\"odd, \"\"name\"\"\",search,7,curve,fitness,250000,"))
    }

    @Test func diffsSayWhatChangedAndNothingElse() {
        let diff = CodeDiff(from: "a\nb\nc\nd\n", to: "a\nx\nc\nd\ne")
        #expect(diff.lines == [.same("a"), .cut("b"), .added("x"), .same("c"), .same("d"), .added("e")])
        #expect((diff.added, diff.cut) == (2, 1))
        #expect(CodeDiff(from: "a\n", to: "a").html().isEmpty)
        #expect(CodeDiff(from: "<b>", to: "<i>").html().contains("+ &lt;i&gt;"))
    }

    @Test func curvesAreMeansWithBandsOverSeeds() throws {
        var example = ExampleRun()
        example.add("a", generation: 0, index: 0)
        for (seed, fitness) in [(1, 1.0), (2, 3.0)] {
            example.train("a", purpose: "confirm", seed: UInt64(seed), fitness: fitness, checkpoints: 1)
        }
        for index in 0..<2 { example.evaluations[index].curve[0].fitness = index == 0 ? 1 : 3 }
        let curve = try #require(example.report.seedCurves.first)
        #expect((curve.mean, curve.low, curve.high) == ([2], [1], [3]))
    }

    @Test func theFilmShowsTheMiddleTrainingBesideTheHumanOnEqualSeeds() throws {
        var example = ExampleRun.whole()
        #expect(example.report.filmPlan == nil)
        for index in example.evaluations.indices {
            example.evaluations[index].policy = "policies/\(index).npz"
        }
        let plan = try #require(example.report.filmPlan)
        #expect(plan.seed == 101)
        let files = plan.panels.map(\.policy)
        let chosen = example.evaluations.indices.filter { files.contains("policies/\($0).npz") }
        #expect(chosen.map { example.evaluations[$0].seed } == [101, 101])
        #expect(plan.panels.map(\.label) == ["g2.c0 2.28 m/s", "human 1.90 m/s"])
    }
}
