//! Link arguments of the shared library.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        // The number is PLIM_ABI_VERSION.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libplimsoll.so.0");
        // Thread-local destructors may outlive a dlclose: the library stays mapped.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
