public import DewarHTTP

extension Application {
    /// Opens a file that belongs to the application, to read it.
    ///
    /// ```swift
    /// let schema = try app.openResource("schema.sql").text()
    /// ```
    /// It is looked for where the templates' folder is: beside the source file while the program
    /// lies in its package's build folder, elsewhere beside the program.
    ///
    /// - Parameter path: The file's path there; the program's own, never a client's.
    /// - Returns: The open file.
    /// - Throws: ``ResourceError`` with the places that were looked at.
    /// - SeeAlso: Flask `open_resource`.
    public func openResource(_ path: String) throws -> OpenFile {
        try open(path, at: roots.places(of: path))
    }

    /// Opens a file of the instance folder, to read it: one that belongs to this installation.
    ///
    /// ```swift
    /// let licence = try app.openInstanceResource("licence.txt").text()
    /// ```
    ///
    /// - Parameter path: The file's path in ``instancePath``; the program's own, never a client's.
    /// - Returns: The open file.
    /// - Throws: ``ResourceError`` with the places that were looked at.
    /// - SeeAlso: Flask `open_instance_resource`.
    public func openInstanceResource(_ path: String) throws -> OpenFile {
        try open(path, at: [ResourceRoots.join(instancePath, path)])
    }

    /// The folder of what belongs to this installation and not to the program: `instance`, in the
    /// folder of the package or beside the program.
    ///
    /// It need not exist. ``Config/load(json:isOptional:)`` and a database are at home there.
    ///
    /// - SeeAlso: Flask `instance_path`.
    public var instancePath: String {
        let places = roots.places(of: "instance")
        if let place = places.first(where: ResourceRoots.isFolder) { return place }
        return roots.home.map { ResourceRoots.join($0, "instance") } ?? "instance"
    }

    private func open(_ path: String, at places: [String]) throws -> OpenFile {
        for place in places {
            if let file = try? OpenFile(path: place) { return file }
        }
        throw ResourceError(path: path, places: places)
    }
}

/// A file of the application's that is not there.
public struct ResourceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path that was asked for.
    public let path: String
    /// The places that were looked at.
    public let places: [String]

    /// One sentence.
    public var description: String {
        "no resource '\(path)': looked for \(places.joined(separator: ", "))."
    }
}
