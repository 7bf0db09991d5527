/// A queue of entries by value, first in first out among equals.
///
/// Whole numbers below 65,536 go to buckets; other values to a heap ordered by (value, age).
struct OpenList {
    private struct Bucket {
        var entries: [UInt64] = []
        var head = 0
    }

    private var buckets: [Bucket] = []
    private var lowest = 0
    private var heap: [(key: Double, age: Int, entry: UInt64)] = []
    private var age = 0
    private(set) var count = 0
    /// Bytes of the entries, for the memory limit.
    private(set) var bytes = 0

    /// The alternation's account: the queue with the least is next.
    var priority = 0

    private static let bucketLimit = 65_536.0

    mutating func push(_ entry: UInt64, key: Double) {
        count += 1
        guard key >= 0, key < Self.bucketLimit, key == key.rounded(.down) else {
            pushHeap(entry, key)
            return
        }
        let index = Int(key)
        while buckets.count <= index { buckets.append(Bucket()) }
        buckets[index].entries.append(entry)
        bytes += 8
        if index < lowest { lowest = index }
    }

    /// Removes the oldest entry of the least value.
    mutating func pop() -> (entry: UInt64, key: Double)? {
        while lowest < buckets.count, buckets[lowest].entries.isEmpty { lowest += 1 }
        if let top = heap.first, lowest >= buckets.count || top.key < Double(lowest) {
            count -= 1
            return popHeap()
        }
        guard lowest < buckets.count else { return nil }
        count -= 1
        let head = buckets[lowest].head
        let entry = buckets[lowest].entries[head]
        buckets[lowest].head = head + 1
        if head + 1 == buckets[lowest].entries.count {
            bytes -= 8 * buckets[lowest].entries.count
            buckets[lowest] = Bucket()
        } else if head > 4096, head * 2 > buckets[lowest].entries.count {
            bytes -= 8 * (head + 1)
            buckets[lowest].entries.removeFirst(head + 1)
            buckets[lowest].head = 0
        }
        return (entry, Double(lowest))
    }

    private mutating func pushHeap(_ entry: UInt64, _ key: Double) {
        age += 1
        bytes += 24
        heap.append((key, age, entry))
        var child = heap.count - 1
        while child > 0, isBefore(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func popHeap() -> (entry: UInt64, key: Double) {
        bytes -= 24
        let top = heap[0]
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            var parent = 0
            while 2 * parent + 1 < heap.count {
                var child = 2 * parent + 1
                if child + 1 < heap.count, isBefore(child + 1, child) { child += 1 }
                guard isBefore(child, parent) else { break }
                heap.swapAt(child, parent)
                parent = child
            }
        }
        return (top.entry, top.key)
    }

    private func isBefore(_ first: Int, _ second: Int) -> Bool {
        (heap[first].key, heap[first].age) < (heap[second].key, heap[second].age)
    }
}
