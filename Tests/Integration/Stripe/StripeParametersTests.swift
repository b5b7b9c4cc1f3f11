import Foundation
import Testing
import Thin

/// How what the database wants posted goes over the wire.
@Suite struct StripeParametersTests {
    @Test(arguments: [
        ("{}", ""), (#"{"b":1,"a":"x"}"#, "a=x&b=1"),
        (#"{"off_session":true,"confirm":false}"#, "confirm=false&off_session=true"),
        (#"{"amount":9007199254740993}"#, "amount=9007199254740993"), (#"{"a":null,"b":{}, "c":[]}"#, ""),
        (
            #"{"line_items":[{"quantity":1,"price_data":{"currency":"usd","unit_amount":1000}}]}"#,
            "line_items%5B0%5D%5Bprice_data%5D%5Bcurrency%5D=usd&line_items%5B0%5D%5Bprice_data%5D%5Bunit_amount%5D=1000"
                + "&line_items%5B0%5D%5Bquantity%5D=1"
        ),
        (#"{"name":"A & B=C+D é\n"}"#, "name=A%20%26%20B%3DC%2BD%20%C3%A9%0A"),
        (#"{"one":"1","yes":"true"}"#, "one=1&yes=true"),
    ])
    func `nested names are written with brackets`(json: String, form: String) throws {
        #expect(try JSONDecoder().decode(StripeParameters.self, from: Data(json.utf8)).form == form)
    }

    @Test func `an amount that isn't whole is never posted`() {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(StripeParameters.self, from: Data(#"{"amount":10.5}"#.utf8))
        }
    }
}
