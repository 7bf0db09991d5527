// swift-tools-version: 6.2
// Targets stand in pipeline order: each depends only on those below it.
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "evolve",
    products: [
        .executable(name: "evolve", targets: ["evolve"]),
        .executable(name: "evolve-worker", targets: ["evolve-worker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        // YAML for campaign files; C parser inside, 0.4 MB, marks for errors.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // HTTP for the review page, on loopback; Swift alone, nothing of its own to resolve.
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // The command line: parse, call one library function, print.
        .executableTarget(
            name: "evolve",
            dependencies: [
                "Campaigns", "Evolution", "Console", "Review", "ReviewServer", "Planning", "PlanningDomains",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        // The review page on loopback: reads archives, writes votes.
        .target(
            name: "ReviewServer",
            dependencies: [
                "Archive", "Evolution", "Review", "Training",
                .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            swiftSettings: strict),
        // What a person sees while a run goes on, and after it.
        .target(name: "Console", dependencies: ["Archive", "Evolution"], swiftSettings: strict),
        .target(name: "Review", dependencies: ["Archive", "Campaigns", "Evolution"], swiftSettings: strict),
        // Many runs under one budget, and the table that compares them.
        .target(
            name: "Campaigns", dependencies: ["Evolution", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),
        // The main path: proposals in, judged candidates out.
        .target(
            name: "Evolution",
            dependencies: [
                "Archive", "Training", "Sandbox", "LanguageModel", "HeuristicPrograms",
                "GeneticProgramming", "Planning", "PlanningDomains",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: strict),
        .target(name: "Training", dependencies: ["Sandbox", "CChannel"], swiftSettings: strict),
        .target(name: "Sandbox", dependencies: ["CChannel", "Planning"], swiftSettings: strict),
        .target(name: "LanguageModel", dependencies: ["CCurl"], swiftSettings: strict),
        .target(name: "HeuristicPrograms", dependencies: ["GeneticProgramming"], swiftSettings: strict),
        .target(name: "GeneticProgramming", swiftSettings: strict),
        // PDDL to a validated plan; pure Swift without Foundation.
        .target(name: "Planning", swiftSettings: strict),
        // Generators of planning tasks; the domains lie in Sandboxes/domains.
        .target(name: "PlanningDomains", swiftSettings: strict),
        .target(
            name: "Archive", dependencies: [.product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        // The worker: a separate program, the only one that loads libpython.
        .executableTarget(
            name: "evolve-worker", dependencies: ["CWorker", "Planning"], swiftSettings: strict),
        .target(name: "CWorker", dependencies: ["CChannel", "CPythonEmbed", "CSeccomp"]),
        .target(name: "CChannel"),
        .target(name: "CCurl", dependencies: ["CLibCurl"]),
        .systemLibrary(
            name: "CPythonEmbed", pkgConfig: "python3-embed", providers: [.apt(["libpython3-dev"])]),
        .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
        .systemLibrary(
            name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .testTarget(
            name: "SandboxTests", dependencies: ["Sandbox", "CChannel", "Planning", "PlanningDomains"],
            swiftSettings: strict),
        .testTarget(name: "TrainingTests", dependencies: ["Training", "Sandbox"], swiftSettings: strict),
        .testTarget(name: "LanguageModelTests", dependencies: ["LanguageModel"], swiftSettings: strict),
        .testTarget(
            name: "GeneticProgrammingTests", dependencies: ["GeneticProgramming"], swiftSettings: strict),
        .testTarget(
            name: "HeuristicProgramsTests", dependencies: ["HeuristicPrograms", "GeneticProgramming"],
            swiftSettings: strict),
        .testTarget(
            name: "PlanningTests", dependencies: ["Planning", "PlanningDomains"], swiftSettings: strict),
        .testTarget(name: "ArchiveTests", dependencies: ["Archive"], swiftSettings: strict),
        .testTarget(
            name: "ReviewTests", dependencies: ["Archive", "Evolution", "Review"], exclude: ["Snapshots"],
            swiftSettings: strict),
        .testTarget(
            name: "ReviewServerTests",
            dependencies: ["Archive", "Evolution", "ReviewServer", "evolve-worker"], swiftSettings: strict),
        .testTarget(
            name: "ConsoleTests", dependencies: ["Archive", "Console", "Evolution"], exclude: ["Snapshots"],
            swiftSettings: strict),
        .testTarget(
            name: "CommandLineTests", dependencies: ["evolve", "evolve-worker", "LanguageModel"],
            swiftSettings: strict),
        .testTarget(name: "CampaignTests", dependencies: ["Campaigns", "Evolution"], swiftSettings: strict),
        .testTarget(
            name: "EvolutionTests",
            dependencies: [
                "Evolution", "GeneticProgramming", "HeuristicPrograms", "LanguageModel", "Sandbox",
                "evolve-worker",
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
