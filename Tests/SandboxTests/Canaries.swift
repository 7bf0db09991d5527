import Glibc
import Testing

/// Holds what a candidate must neither touch nor learn: files, an environment variable, listeners, memory.
///
/// All of it is open to every user of this machine, so that nothing but the sandbox stands before it.
struct Canaries: Sendable {
    /// Stands in the file, the environment variable and the memory; whoever prints it has read one of them.
    static let secret = "canary-\(UInt64.random(in: 1...UInt64.max))"

    private let folder: String
    private let sharedFolder: String
    private let tcp: (descriptor: CInt, port: UInt16)
    private let udp: (descriptor: CInt, port: UInt16)
    private let local: CInt
    private let address: UInt

    init() throws {
        folder = try Self.makeFolder("/tmp/evolve-canary-XXXXXX")
        sharedFolder = try Self.makeFolder("/dev/shm/evolve-canary-XXXXXX")
        tcp = try Self.listener(CInt(SOCK_STREAM.rawValue))
        udp = try Self.listener(CInt(SOCK_DGRAM.rawValue))
        local = try Self.localListener(folder + "/socket")
        let page = try #require(mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
        _ = Self.secret.withCString { strcpy(page.assumingMemoryBound(to: CChar.self), $0) }
        address = UInt(bitPattern: page)
        setenv("EVOLVE_CANARY", Self.secret, 1)
        for path in [folder + "/file", sharedFolder + "/file"] { try Self.write(path) }
    }

    /// Puts this machine's places into a candidate's text.
    func fill(_ code: String) -> String {
        let places = [
            "@FILE@": folder + "/file", "@FOLDER@": folder, "@SHM@": sharedFolder + "/file",
            "@SHMFOLDER@": sharedFolder, "@TCP@": "\(tcp.port)", "@UDP@": "\(udp.port)",
            "@SOCKET@": folder + "/socket", "@PARENT@": "\(getpid())", "@ADDRESS@": "\(address)",
        ]
        var text = code
        for (mark, place) in places.sorted(by: { $0.key < $1.key }) {
            text = text.replacing(mark, with: place)
        }
        return text
    }

    /// Says what is no longer as it was.
    func complaints() -> [String] {
        var found: [String] = []
        for (folder, names) in [(folder, ["file", "socket"]), (sharedFolder, ["file"])] {
            let there = entries(folder)
            if there != names { found.append("\(folder) holds \(there)") }
            if text(ofFile: folder + "/file") != Self.secret {
                found.append("\(folder)/file has other content")
            }
            var about = stat()
            stat(folder + "/file", &about)
            if about.st_mode & 0o7777 != 0o666 || about.st_nlink != 1 || about.st_mtim.tv_sec < 1_000_000 {
                found.append("\(folder)/file has another mode, time or number of links")
            }
        }
        for (descriptor, name) in [(tcp.descriptor, "tcp"), (udp.descriptor, "udp"), (local, "local")] {
            var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&source, 1, 0) != 0 { found.append("the \(name) listener was spoken to") }
        }
        let memory = UnsafePointer<CChar>(bitPattern: address)
        if memory.map({ String(cString: $0) }) != Self.secret {
            found.append("this process's memory has changed")
        }
        if getenv("EVOLVE_CANARY").map({ String(cString: $0) }) != Self.secret {
            found.append("this process's environment has changed")
        }
        return found
    }

    /// Takes away a message that a weak sandbox let through, so that it counts once.
    func takeDatagram() -> Bool {
        var byte: UInt8 = 0
        return recv(udp.descriptor, &byte, 1, CInt(MSG_DONTWAIT)) >= 0
    }

    /// Removes the files and closes the listeners.
    func remove() {
        for path in [folder + "/file", folder + "/socket", sharedFolder + "/file"] { unlink(path) }
        for path in [folder, sharedFolder] { rmdir(path) }
        for descriptor in [tcp.descriptor, udp.descriptor, local] { close(descriptor) }
        munmap(UnsafeMutableRawPointer(bitPattern: address), 4096)
    }

    private static func makeFolder(_ pattern: String) throws -> String {
        var template = Array(pattern.utf8CString)
        _ = try #require(mkdtemp(&template))
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        chmod(path, 0o777)
        return path
    }

    private static func write(_ path: String) throws {
        let file = try #require(fopen(path, "w"))
        fputs(secret, file)
        fclose(file)
        chmod(path, 0o666)
    }

    private static func listener(_ kind: CInt) throws -> (CInt, UInt16) {
        let descriptor = socket(AF_INET, kind | CInt(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                try #require(bind(descriptor, general, size) == 0)
                try #require(getsockname(descriptor, general, &size) == 0)
            }
        }
        if kind == CInt(SOCK_STREAM.rawValue) { try #require(listen(descriptor, 8) == 0) }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    private static func localListener(_ path: String) throws -> CInt {
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                try #require(bind(descriptor, general, size) == 0)
            }
        }
        chmod(path, 0o777)
        try #require(listen(descriptor, 8) == 0)
        return descriptor
    }
}

/// Names the entries of a folder, in order, without the two that every folder has.
func entries(_ folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        var bytes = entry.pointee.d_name
        names.append(withUnsafeBytes(of: &bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
}
