//! A JSON-RPC message from a stranger: read or refused, and refused again where less depth is allowed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll::probe::readers::{json_rpc, JsonRpc};

fuzz_target!(|bytes: &[u8]| {
    let deep = json_rpc(bytes, 128);
    let shallow = json_rpc(bytes, 4);
    assert!(shallow == deep || shallow == JsonRpc::TooLarge, "{deep:?} {shallow:?}");
    // What is a message is an object of JSON.
    if matches!(deep, JsonRpc::Asks | JsonRpc::Result | JsonRpc::Error) {
        assert!(bytes.trim_ascii().starts_with(b"{") && bytes.trim_ascii().ends_with(b"}"));
    }
});
