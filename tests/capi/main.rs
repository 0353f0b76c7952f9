//! The C face as a C programmer meets it: the header, the built library, and plain C programs
//! (`tests/c/`) linked with it. Needs cc, c++, nm, readelf, valgrind and python3 with cffi.

mod cpp;
mod daemon;
mod declarations;
mod example;
mod header;
mod install;
mod manual;
mod programs;
mod symbols;
mod toolbox;
