import DewarHTTP
import HTTPTypes
import Testing

@Suite struct FieldDecodingTests {
    private struct Search: Decodable, Equatable {
        enum Order: String, Decodable { case newest, oldest }

        var q: String
        var page: Int?
        var small: UInt8?
        var price: Double?
        var order: Order?
        var tag: [String]
        var number: [Int]
        var exact: Bool
    }

    @Test func fieldsBecomeProperties() throws {
        let fields: MultiDict<String> = [
            "q": "a", "page": " 2 ", "small": "255", "price": "1.5", "order": "oldest", "tag": "x",
            "tag": "y", "number": "1", "number": "2", "exact": "on", "other": "z",
        ]
        #expect(
            try fields.decode(Search.self)
                == Search(
                    q: "a", page: 2, small: 255, price: 1.5, order: .oldest, tag: ["x", "y"],
                    number: [1, 2], exact: true))
    }

    @Test func whatBrowsersLeaveOutOrEmptyIsFalseNilOrNoElements() throws {
        let fields: MultiDict<String> = ["q": "", "page": ""]
        #expect(
            try fields.decode(Search.self)
                == Search(
                    q: "", page: nil, small: nil, price: nil, order: nil, tag: [], number: [],
                    exact: false))
    }

    @Test(
        arguments: [
            (["page": "1"], "'q' is missing."),
            (["q": "a", "page": "x"], "'page' is 'x', which is no Int."),
            (["q": "a", "small": "256"], "'small' is '256', which is no UInt8."),
            (["q": "a", "exact": "maybe"], "'exact' is 'maybe', which is no truth value."),
            (["q": "a", "number": "1 2"], "'number.0' is '1 2', which is no Int."),
        ] as [(MultiDict<String>, String)])
    func whatDoesNotFitIsTheClientsFault(fields: MultiDict<String>, reason: String) {
        #expect {
            try fields.decode(Search.self)
        } throws: { error in
            let error = error as? HTTPError
            return error?.status == .badRequest && error?.reason == reason
        }
    }
}
