import Glibc
import Testing

@testable import LanguageModel

private let entry = "def compute_reward(x, *, w=1.0):\n    return w * x, {\"x\": w * x}"
private let windowsEntry: String = entry.replacing("\n", with: "\r\n")
private let indentedEntry: String = "    " + entry.replacing("\n", with: "\n    ")

/// Answers that all hold `entry`.
private let wrappings: [String] = [
    "Here:\n```python\n\(entry)\n```\nDone.",
    "```\n\(entry)\n```",
    "```py\r\n\(windowsEntry)\r\n```",
    "~~~Python title=\"x\"\n\(entry)\n~~~",
    "````python\n\(entry)\n````",
    "```python\n\(entry)",
    "```{python}\n\(entry)\n```",
    "```\npython\n\(entry)\n```",
    "```markdown\nThe idea.\n```python\n\(entry)\n```\nmore\n```",
    "<think>\n```python\ndef compute_reward(x):\n    return 0, {}\n```\n</think>\n```python\n\(entry)\n```",
    "I think so.\n</think>\n```python\n\(entry)\n```",
    "\(entry)",
    "Sure, here's the reward:\n\n\(entry)\n\nThis rewards x. I hope it helps.",
    "1. The code:\n    ```python\n\(indentedEntry)\n    ```",
    "The code:\n\n\(indentedEntry)\n\nThat is all.",
    "```json\n{\"a\": 1}\n```\n```python\n\(entry)\n```\n```bash\nrun it\n```",
    "```python\n\(entry)\n```\nUse it so:\n```python\nr, c = compute_reward(np.zeros(3))\nprint(r)\n```",
    "```python\n\(entry)\n\n# Example usage\nx = np.zeros(3)\nprint(compute_reward(x))\n```",
]

@Suite struct ExtractionTests {
    private func code(_ answer: String, _ entryPoint: EntryPoint = .function("compute_reward")) throws
        -> String
    {
        try extractCode(from: answer, entryPoint: entryPoint).get().code
    }

    private func reason(_ answer: String) -> String {
        guard case .failure(let failure) = extractCode(from: answer) else { return "found" }
        return failure.reason
    }

    @Test(arguments: wrappings)
    func oneFunctionIsFoundWhereverItStands(answer: String) throws {
        #expect(try code(answer) == entry + "\n")
    }

    @Test func helpersConstantsAndImportsStay() throws {
        let whole = """
            import math

            SCALE = 2.0  # metres


            def squash(value):
                return np.tanh(value / SCALE)


            # The entry point.
            def compute_reward(x):
                return squash(x), {"x": squash(x)}
            """
        #expect(try code("```python\n\(whole)\n```") == whole + "\n")
        #expect(try code("First some prose.\n\n\(whole)\n\nThen more prose.") == whole + "\n")
    }

    @Test func memoryAndHelpersBelowTheEntryPointStay() throws {
        let whole = """
            def compute_reward(x, memory):
                return best(x, memory), {}, memory


            def best(x, memory):
                return np.maximum(x, memory["best_x"])


            MEMORY = {"best_x": 0.0}
            """
        #expect(try code("```python\n\(whole)\n\nprint(MEMORY)\n```") == whole + "\n")
    }

    @Test func missingNamesAreFetchedFromOtherBlocksAndOnlyThose() throws {
        let answer = """
            ```python
            import math
            LIMIT = math.pi
            UNUSED = 3
            def squash(value, scale):
                return np.clip(value * scale, -LIMIT, LIMIT)
            ```
            Now the function:
            ```python
            def compute_reward(x, *, scale=1.0):
                value = squash(x, scale)
                return value, {"x": value}
            ```
            ```python
            x = np.zeros(4)
            value = compute_reward(x)
            ```
            """
        let found = try extractCode(from: answer).get()
        #expect(
            found.code == """
                import math

                LIMIT = math.pi

                def squash(value, scale):
                    return np.clip(value * scale, -LIMIT, LIMIT)

                def compute_reward(x, *, scale=1.0):
                    value = squash(x, scale)
                    return value, {"x": value}

                """)
        #expect(found.notes == ["took math, LIMIT, squash from another block"])
    }

    @Test func ofSeveralVersionsTheLastCompleteOneWins() throws {
        let first = entry.replacing("1.0", with: "2.0")
        let stub = "def compute_reward(x):\n    ..."
        let found = try extractCode(
            from:
                "```python\n\(first)\n```\nBetter:\n```python\n\(entry)\n```\nIn short:\n```python\n\(stub)\n```"
        ).get()
        #expect(found.code == entry + "\n")
        #expect(found.alternatives == [first + "\n", stub + "\n"])
        #expect(
            try code("```python\n\(entry)\n```\nAnd:\n```python\ndef compute_reward(x):\n    return x")
                == entry + "\n")
    }

    @Test func anAnswerThatBreaksOffSaysSo() throws {
        let found = try extractCode(from: "```python\n\(entry)").get()
        #expect(found.notes == ["the answer breaks off before its block of code ends"])
    }

    @Test func proseInsideTheBlockIsLeftOutOfAnAlternative() throws {
        let found = try extractCode(from: "```python\nimport math\nA good idea: run\n\(entry)\n```").get()
        #expect(found.alternatives == [entry + "\n"])
    }

    @Test func aHelperOfAnEarlierVersionServesALaterOne() throws {
        let answer = """
            ```python
            def soft(x):
                return np.tanh(x)
            def compute_reward(x):
                return soft(x), {}
            ```
            Improved:
            ```python
            def compute_reward(x):
                return 2 * soft(x), {"soft": soft(x)}
            ```
            """
        #expect(
            try code(answer)
                == "def soft(x):\n    return np.tanh(x)\n\n"
                + "def compute_reward(x):\n    return 2 * soft(x), {\"soft\": soft(x)}\n")
    }

    @Test func fencesInsideADocstringAreText() throws {
        let whole = """
            def compute_reward(x):
                \"\"\"Reward.

                ```python
                compute_reward(x)
                ```
                \"\"\"
                return x, {"x": x}
            """
        #expect(try code("```python\n\(whole)\n```\nDone.") == whole + "\n")
    }

    @Test func aForgottenClosingFenceDoesNotSwallowTheNextBlock() throws {
        #expect(try code("```python\nA = 1\n```python\n\(entry)\n```") == entry + "\n")
    }

    @Test func classesAreFoundForHeuristics() throws {
        let whole = """
            class Heuristic:
                def __init__(self, task):
                    self.task = task

                def __call__(self, node):
                    return len(self.task.goals - node.state)
            """
        #expect(try code("```python\n\(whole)\n```", .callableClass) == whole + "\n")
        #expect(try code("So:\n\n\(whole)\n\nIt counts goals.", .callableClass) == whole + "\n")
    }

    @Test(arguments: [
        ("", "the answer is empty"), (" \n\n", "the answer is empty"),
        ("<think>\nhm ```python\n\(entry)\n```", "the answer ends inside its thinking, before any code"),
        ("I cannot help with that.", "the answer holds no code: it begins \"I cannot help with that.\""),
        (
            "```cpp\nfloat r(float x);\n```",
            "the answer holds code in cpp and none in Python that defines the function compute_reward"
        ),
        (
            "```python\ndef reward(x):\n    return x\n```",
            "the code defines reward, but not the function compute_reward"
        ),
        (
            "```python\nclass R:\n    def compute_reward(self, x):\n        return x\n```",
            "compute_reward stands inside a class or another function; it has to be a function at the top level"
        ),
        (
            "```python\nx = 1\n```",
            "the answer holds code, but none of it defines the function compute_reward"
        ),
    ])
    func withoutCodeTheReasonIsSaid(answer: String, expected: String) {
        #expect(reason(answer) == expected)
    }

    @Test func anyTextIsSurvived() {
        let pieces = [
            "```", "```python\n", "\n", "\"\"\"", "def compute_reward(", "):", "\\", "<think>", "'", "x=1",
            "#", "é", "(",
        ]
        var state: UInt64 = 1
        for _ in 0..<400 {
            var answer = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                answer += pieces[Int(state >> 33) % pieces.count]
            }
            _ = extractCode(from: answer)
        }
    }

    @Test func aLongAnswerTakesLittleTime() {
        let answer = "prose (\n" + String(repeating: "value = call(1)\n", count: 3000) + entry
        let start = Self.threadCPUSeconds
        #expect(throws: Never.self) { try extractCode(from: answer).get() }
        #expect(Self.threadCPUSeconds - start < 3)
    }

    /// CPU time of this thread in seconds: what other tests do beside it does not count.
    private static var threadCPUSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
