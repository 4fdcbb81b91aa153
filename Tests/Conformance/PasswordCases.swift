import DewarSigning
import DewarText

extension HTTPCases {
    /// Password hashes.
    static var passwords: [String: Function] {
        [
            "check_password_hash": { args in
                .bool(
                    try checkPasswordHash(
                        args["hash"]?.string ?? "", args["password"]?.string ?? ""))
            }
        ]
    }
}
