import Testing

@testable import Review

@Suite struct ChartTests {
    @Test(arguments: [78.0, 80, 85]) func labelsKeepApartAndInside(fourth: Double) {
        let places = spread([10, 11, 12, fourth, 100, 100], gap: 14, within: 0...100)
        for (first, second) in zip(places, places.dropFirst()) { #expect(second - first >= 14 - 1e-9) }
        #expect(places.allSatisfy { (0...100).contains($0) })
        // The first three would stand around 11, but the upper edge is in the way.
        #expect(places.first == 0)
    }

    @Test func labelsThatDoNotCrowdStayWhereTheyBelong() {
        #expect(spread([10, 50, 90], gap: 14, within: 0...100) == [10, 50, 90])
    }

    @Test(arguments: [
        ([0.0, 1], 5), ([-3.5], 3), ([1e9, 2e9], 7), ([0, 0, 0], 3), ([], 2), ([.nan, .infinity], 2),
    ])
    func axesHaveTicksAndStayFinite(values: [Double], atLeast: Int) {
        let axis = Axis(values: values, from: 100, to: 0)
        #expect(axis.ticks.count >= min(atLeast, 3))
        for value in values + [0, -1e300, .nan] { #expect((0...100).contains(axis.position(value))) }
    }

    @Test func listingsKeepTripleQuotesOverLinesAndCommentsToTheEnd() {
        let html = CodeListing(code: "x = '''a\nif # b'''\n# if\n").html()
        #expect(html.contains("<i class=\"s\">&#39;&#39;&#39;a</i>"))
        #expect(html.contains("<i class=\"s\">if # b&#39;&#39;&#39;</i>"))
        #expect(html.contains("<i class=\"c\"># if</i>"))
        #expect(!html.contains("class=\"k\""))
    }

    @Test(arguments: ["'", "\"\"\"", "'\\", "\u{0}", "", "\r\n\t", "0x_", "é'"])
    func listingsTakeAnyText(code: String) {
        #expect(CodeListing(code: code).html().hasSuffix("</code></pre>"))
    }

    @Test func intervalsAreStudents() throws {
        let interval = try #require(Interval([1.0, 2.0]))
        let half = try #require(interval.half)
        #expect(abs(half - 6.353) < 0.001)
        #expect(Interval([2.0])?.half == nil)
        #expect(Interval([]) == nil)
    }
}
