import Foundation
import Formats

/// libFuzzer's two doors. `ANLAN_FUZZ_READER` names the reader that is given the inputs;
/// `ANLAN_FUZZ_SEEDS` a folder into which its first inputs are written, instead.
private let environment = ProcessInfo.processInfo.environment
private let fuzzed = environment["ANLAN_FUZZ_READER"].flatMap { FuzzedReader(rawValue: $0) }

@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>?,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
  guard let fuzzed else {
    let names = FuzzedReader.allCases.map(\.rawValue).joined(separator: "\n")
    FileHandle.standardOutput.write(Data((names + "\n").utf8))
    exit(0)
  }
  if let folder = environment["ANLAN_FUZZ_SEEDS"] {
    do {
      for (index, seed) in try Seeds.of(fuzzed).enumerated() {
        try Data(seed).write(to: URL(filePath: folder).appending(path: "seed\(index)"))
      }
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(1)
    }
    exit(0)
  }
  return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzzed?.read([UInt8](UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
