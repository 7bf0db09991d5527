import Foundation
import Testing
import Training

@Suite struct ComponentAccumulatorTests {
    @Test func tenthsAreSplitWithinChunks() throws {
        var accumulator = ComponentAccumulator(totalSteps: 100)
        for start in stride(from: 0, to: 100, by: 25) {
            accumulator.add((start..<start + 25).map { Float($0) }, of: "time", atStep: start)
        }
        let time = try #require(accumulator.statistics.first)
        #expect(time.points == (0..<10).map { Double($0) * 10 + 4.5 })
        #expect(time.mean == 49.5)
        #expect(time.min == 0)
        #expect(time.max == 99)
    }

    @Test(arguments: [(7, 3), (10, 4), (23, 5), (1, 1), (3, 3)])
    func everyRowIsCountedOnce(total: Int, chunk: Int) throws {
        var accumulator = ComponentAccumulator(totalSteps: total)
        var expected = [Int](repeating: 0, count: 10)
        for start in stride(from: 0, to: total, by: chunk) {
            let count = min(chunk, total - start)
            accumulator.add([Float](repeating: 1, count: count), of: "one", atStep: start)
            for step in start..<start + count { expected[step * 10 / total] += 1 }
        }
        let one = try #require(accumulator.statistics.first)
        #expect(one.mean == 1)
        #expect(one.points == expected.filter { $0 > 0 }.map { _ in 1.0 })
    }

    @Test func componentsKeepTheOrderOfTheirFirstAppearance() {
        var accumulator = ComponentAccumulator(totalSteps: 4, parts: 2)
        accumulator.add([1, 3], of: "b", atStep: 0)
        accumulator.add([-1, -2], of: "a", atStep: 0)
        accumulator.add([5, 5], of: "b", atStep: 2)
        #expect(accumulator.statistics.map(\.name) == ["b", "a"])
        #expect(accumulator.statistics[0].points == [2, 5])
        #expect(accumulator.statistics[1].points == [-1.5])
    }

    @Test func storedHalfContinuesLikeTheWhole() throws {
        var whole = ComponentAccumulator(totalSteps: 20)
        var half = whole
        let first = (0..<10).map { Float($0) * 0.1 }
        whole.add(first, of: "x", atStep: 0)
        half.add(first, of: "x", atStep: 0)
        var second = try JSONDecoder().decode(
            ComponentAccumulator.self, from: try JSONEncoder().encode(half))
        whole.add(first, of: "x", atStep: 10)
        second.add(first, of: "x", atStep: 10)
        #expect(whole == second)
    }

    @Test func stepsBeyondTheEndCountToTheLastTenth() throws {
        var accumulator = ComponentAccumulator(totalSteps: 10)
        accumulator.add([1, 2, 3], of: "x", atStep: 9)
        #expect(try #require(accumulator.statistics.first).points == [2])
    }
}
