// Generators of domains in which things are picked up and put down.

/// Random towers at the start and at the end, over all blocks.
func writeBlocksworld(_ text: inout TaskText, _ random: inout SeededGenerator, _ size: [Int]) {
    let blocks = names("b", size[0])
    text.declare(blocks)
    text.fact("arm-empty")
    for tower in towers(blocks, &random) { describe(tower) { text.facts.append($0) } }
    for tower in towers(blocks, &random) { describe(tower) { text.goals.append($0) } }

    func towers(_ blocks: [String], _ random: inout SeededGenerator) -> [[String]] {
        var towers: [[String]] = []
        for block in random.shuffle(blocks) {
            // About one tower in five blocks, as in the tasks of the competition.
            if towers.isEmpty || random.chance(20) {
                towers.append([block])
            } else {
                towers[random.below(towers.count)].append(block)
            }
        }
        return towers
    }

    func describe(_ tower: [String], _ write: (String) -> Void) {
        write("(on-table \(tower[0]))")
        for (lower, upper) in zip(tower, tower.dropFirst()) { write("(on \(upper) \(lower))") }
        write("(clear \(tower[tower.count - 1]))")
    }
}

/// As much bread and content as children; gluten-free portions for exactly the allergic ones.
func writeChildsnack(_ text: inout TaskText, _ random: inout SeededGenerator, _ size: [Int]) {
    let children = names("child", size[0])
    let trays = names("tray", size[1])
    let tables = names("table", size[2])
    let allergic = children.count * (20 + random.below(31)) / 100
    let breads = random.shuffle(names("bread", children.count))
    let contents = random.shuffle(names("content", children.count))
    let sandwiches = names("sandwich", children.count + children.count * random.below(31) / 100)
    text.declare(children, "child")
    text.declare(trays, "tray")
    text.declare(tables, "place")
    text.declare(breads.sorted { ($0.count, $0) < ($1.count, $1) }, "bread-portion")
    text.declare(contents.sorted { ($0.count, $0) < ($1.count, $1) }, "content-portion")
    text.declare(sandwiches, "sandwich")
    for tray in trays { text.fact("at", tray, "kitchen") }
    for bread in breads { text.fact("at_kitchen_bread", bread) }
    for content in contents { text.fact("at_kitchen_content", content) }
    for bread in breads.prefix(allergic) { text.fact("no_gluten_bread", bread) }
    for content in contents.prefix(allergic) { text.fact("no_gluten_content", content) }
    for (index, child) in random.shuffle(children).enumerated() {
        text.fact(index < allergic ? "allergic_gluten" : "not_allergic_gluten", child)
        text.fact("waiting", child, random.pick(tables))
    }
    for sandwich in sandwiches { text.fact("notexist", sandwich) }
    for child in children { text.goal("served", child) }
}

/// A corridor of locations with spanners, and all nuts at its gate; at least as many spanners as nuts.
func writeSpanner(_ text: inout TaskText, _ random: inout SeededGenerator, _ size: [Int]) {
    let spanners = names("spanner", max(size[0], size[1]))
    let nuts = names("nut", size[1])
    let locations = names("location", size[2])
    text.declare(["bob"], "man")
    text.declare(spanners, "spanner")
    text.declare(nuts, "nut")
    text.declare(["shed"] + locations + ["gate"], "location")
    text.fact("at", "bob", "shed")
    for spanner in spanners {
        text.fact("at", spanner, random.pick(locations))
        text.fact("usable", spanner)
    }
    for nut in nuts {
        text.fact("at", nut, "gate")
        text.fact("loose", nut)
        text.goal("tightened", nut)
    }
    let path = ["shed"] + locations + ["gate"]
    for (from, to) in zip(path, path.dropFirst()) { text.fact("link", from, to) }
}

/// Robots on a board of which every row but the lowest is to be painted in a pattern.
///
/// Painted from the top row down, with all robots below the row being painted, every board has a plan.
func writeFloortile(_ text: inout TaskText, _ random: inout SeededGenerator, _ size: [Int]) {
    let (rows, columns) = (size[0], size[1])
    let robots = names("robot", min(size[2], columns))
    func tile(_ row: Int, _ column: Int) -> String { "tile_\(row)_\(column + 1)" }
    text.declare((0...rows).flatMap { row in (0..<columns).map { tile(row, $0) } }, "tile")
    text.declare(robots, "robot")
    text.declare(["white", "black"], "color")
    let cells = random.shuffle((0...rows).flatMap { row in (0..<columns).map { (row, $0) } })
    var taken: Set<String> = []
    for (robot, cell) in zip(robots, cells) {
        taken.insert(tile(cell.0, cell.1))
        text.fact("robot-at", robot, tile(cell.0, cell.1))
        text.fact("robot-has", robot, random.chance(50) ? "white" : "black")
    }
    text.fact("available-color", "white")
    text.fact("available-color", "black")
    for row in 0...rows {
        for column in 0..<columns {
            if !taken.contains(tile(row, column)) { text.fact("clear", tile(row, column)) }
            if row < rows {
                text.fact("up", tile(row + 1, column), tile(row, column))
                text.fact("down", tile(row, column), tile(row + 1, column))
            }
            if column + 1 < columns {
                text.fact("right", tile(row, column + 1), tile(row, column))
                text.fact("left", tile(row, column), tile(row, column + 1))
            }
        }
    }
    for row in 1...rows {
        for column in 0..<columns {
            text.goal("painted", tile(row, column), (row + column) % 2 == 0 ? "white" : "black")
        }
    }
}

/// All balls from one room to the other.
func writeGripper(_ text: inout TaskText, _ random: inout SeededGenerator, _ size: [Int]) {
    let balls = names("ball", size[0])
    text.declare(balls + ["rooma", "roomb", "left", "right"])
    for room in ["rooma", "roomb"] { text.fact("room", room) }
    for ball in balls { text.fact("ball", ball) }
    for hand in ["left", "right"] {
        text.fact("gripper", hand)
        text.fact("free", hand)
    }
    text.fact("at-robby", "rooma")
    for ball in balls {
        text.fact("at", ball, "rooma")
        text.goal("at", ball, "roomb")
    }
}
