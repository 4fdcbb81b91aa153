// `environ` is imported as a mutable global; it is read here as any C program reads it.
@preconcurrency import Glibc

/// A program of this package, as the build left it beside the tests.
package struct BuiltProgram: Sendable {
    /// The program's absolute path.
    package let path: String

    /// Names a program.
    ///
    /// - Parameter product: An executable target of this package.
    package init(_ product: String) {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let tests = String(
            decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        let folder = tests.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        path = folder.joined(separator: "/") + "/" + product
    }

    /// Why a program does not run.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Starts the program, with what it prints and the variables as the tests have them.
    ///
    /// - Parameter arguments: Those behind the program's name.
    /// - Returns: The process's number; whoever asked for it waits for its end.
    /// - Throws: ``Failure``.
    package func start(_ arguments: [String]) throws -> Int32 {
        var pointers = ([path] + arguments).map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        pointers.append(nil)
        var process: Int32 = 0
        let code = posix_spawn(&process, path, nil, nil, pointers, environ)
        guard code == 0 else { throw Failure(description: "\(path) does not start: \(code)") }
        return process
    }
}
