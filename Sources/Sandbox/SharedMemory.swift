internal import CChannel
internal import Glibc
internal import Synchronization

/// Owns one memory file of fixed size that several processes map.
///
/// This process never maps it: it copies in and out, so that a value cannot change between being checked and being
/// used, and a truncated file cannot raise SIGBUS here.
package final class SharedMemory: Sendable {
    /// Refers to the memory, for reading and writing.
    package let descriptor: CInt
    /// Counts its bytes; sealed against shrinking and growing.
    package let bytes: Int
    private let view = Mutex<CInt?>(nil)

    /// Creates memory filled with zeros.
    /// - Parameters:
    ///   - name: shown in `/proc/PID/maps`, nothing else.
    ///   - bytes: its size for good.
    /// - Throws: ``SandboxError/system(_:_:)`` when the kernel has no memory files or no descriptor is left.
    package init(name: String, bytes: Int) throws(SandboxError) {
        descriptor = try attempt("create shared memory of \(bytes) bytes", evolve_memory_create(name, bytes))
        self.bytes = bytes
    }

    /// Takes over memory of a sealed size that somebody else has made.
    init(adopting descriptor: CInt, bytes: Int) {
        self.descriptor = descriptor
        self.bytes = bytes
    }

    deinit {
        close(descriptor)
        if let view = view.withLock({ $0 }) { close(view) }
    }

    /// Refers to the memory for reading only; opened when first asked for, and closed with the memory.
    /// - Throws: ``SandboxError/system(_:_:)``.
    package func readOnlyDescriptor() throws(SandboxError) -> CInt {
        try view.withLock { (view) throws(SandboxError) in
            if let view { return view }
            let opened = try attempt("reopen shared memory read-only", evolve_memory_read_only(descriptor))
            view = opened
            return opened
        }
    }

    /// Forbids every later writable mapping and write; mappings that exist stay writable.
    ///
    /// Called once the process that fills the memory has mapped it.
    /// - Throws: ``SandboxError/system(_:_:)``.
    package func sealFutureWrites() throws(SandboxError) {
        _ = try attempt("seal shared memory", evolve_memory_seal_writes(descriptor))
    }

    /// Copies floats out.
    /// - Parameters:
    ///   - offset: bytes from the start.
    ///   - count: number of floats.
    /// - Returns: `count` values.
    /// - Throws: ``SandboxError/system(_:_:)`` past the end.
    package func floats(at offset: Int, count: Int) throws(SandboxError) -> [Float] {
        var values = [Float](repeating: 0, count: count)
        _ = try attempt(
            "read \(count) values of shared memory",
            evolve_memory_read(descriptor, offset, &values, count))
        return values
    }

    /// Copies floats in; not possible any more after ``sealFutureWrites()``.
    /// - Throws: ``SandboxError/system(_:_:)`` past the end or when sealed.
    package func write(_ values: [Float], at offset: Int) throws(SandboxError) {
        _ = try attempt(
            "write \(values.count) values to shared memory",
            evolve_memory_write(descriptor, offset, values, values.count * MemoryLayout<Float>.stride))
    }

    /// Copies bytes in; not possible any more after ``sealFutureWrites()``.
    /// - Throws: ``SandboxError/system(_:_:)`` past the end or when sealed.
    package func write(_ values: [UInt8], at offset: Int) throws(SandboxError) {
        _ = try attempt(
            "write \(values.count) bytes to shared memory",
            evolve_memory_write(descriptor, offset, values, values.count))
    }
}

extension SharedMemory {
    /// Makes new memory with the same first bytes, which later writes to this one do not reach.
    /// - Parameters:
    ///   - name: shown in `/proc/PID/maps`, nothing else.
    ///   - bytes: how many, at most ``bytes``.
    /// - Returns: memory of exactly that size.
    /// - Throws: ``SandboxError/system(_:_:)``.
    package func copy(name: String, bytes: Int) throws(SandboxError) -> SharedMemory {
        let twin = try SharedMemory(name: name, bytes: bytes)
        _ = try attempt("copy shared memory", evolve_memory_copy(descriptor, twin.descriptor, bytes))
        return twin
    }
}
