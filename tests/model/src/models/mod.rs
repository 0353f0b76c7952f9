pub mod breaker;
pub mod flights;
pub mod gate;
