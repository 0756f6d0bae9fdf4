import Foundation

/// What the process holds in memory, as Linux says it: kilobytes.
enum ProcessMemory {
  /// Forgets the peak.
  ///
  /// - Returns: what is held now; `nil` where the system does not say.
  static func resetPeak() -> Int? {
    guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return nil }
    file.write(Data("5".utf8))
    try? file.close()
    return value("VmRSS")
  }

  /// The most that was held since.
  static func peak() -> Int? { value("VmHWM") }

  private static func value(_ key: String) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return nil
    }
    for line in text.split(separator: "\n") where line.hasPrefix(key + ":") {
      return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
        .flatMap { Int($0) }
    }
    return nil
  }
}
