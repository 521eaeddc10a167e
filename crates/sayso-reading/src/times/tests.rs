//! Times in sentences of their own.
