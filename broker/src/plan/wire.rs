//! The wire twin of a plan.
