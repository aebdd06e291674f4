//! The executable: hands the arguments to `cli` and ends with its exit code.

fn main() -> std::process::ExitCode {
    relay_doctor::cli::main()
}
