import Dewar
import Glibc
import Testing

@Suite struct SystemdUnitsTests {
    private func file(_ name: String) throws -> String {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let stream = try #require(fopen("/\(folder)/deploy/systemd/\(name)", "r"))
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func theRepositorysUnitsAreMadeHere() throws {
        let units = try SystemdUnits(name: "hello", program: "/opt/hello/HelloServer")
        #expect(units.service == (try file("hello.service")))
        #expect(units.socket == (try file("hello.socket")))
    }

    @Test(arguments: ["", "a b", "a\nExecStart=/bin/sh", "%i", "../etc", "A"])
    func namesThatAreNoneAreRefused(name: String) {
        #expect(throws: SystemdUnitError.self) {
            try SystemdUnits(name: name, program: "/opt/a")
        }
    }

    @Test(arguments: ["", "a", "/opt/a b", "/opt/a\nUser=root", "/opt/%h", "/opt/$HOME"])
    func pathsThatAUnitWouldReadOtherwiseAreRefused(path: String) {
        #expect(throws: SystemdUnitError.self) { try SystemdUnits(name: "a", program: path) }
    }
}
