import Foundation
import SimpleFeatures

/// What FreeXL does not tell of a workbook: the names of its sheets, and what its formulas came to.
///
/// Reads Excel 97–2003 (BIFF8); an older workbook has sheets without names and formulas without
/// results.
///
/// > Microsoft, [MS-XLS] "Excel Binary File Format", version 12.0: BoundSheet8 2.4.28, Formula
/// > 2.4.127, String 2.4.268, XF 2.4.353, Format 2.4.126, Date1904 2.4.77.
struct WorkbookRecords {
  struct Sheet {
    var name: String
    fileprivate var start: Int
  }

  /// A place in a sheet, both from 0.
  struct Cell: Hashable {
    var row: Int
    var column: Int
  }

  private(set) var sheets: [Sheet] = []
  private let stream: [UInt8]
  private var formats: [Int: String] = [:]
  private var formatOfStyle: [Int] = []
  /// Day 0 of the workbook's calendar, as a `DayNumber`.
  private var firstDay = -25_569

  private enum Kind {
    static let formula = 0x0006
    static let end = 0x000A
    static let calendar1904 = 0x0022
    static let sheet = 0x0085
    static let style = 0x00E0
    static let text = 0x0207
    static let format = 0x041E
    static let beginning = 0x0809
  }

  /// `nil` for what is no BIFF8 workbook.
  init?(_ file: [UInt8]) {
    guard let stream = CompoundFile(file)?.stream(named: "Workbook"),
      stream.u16(0).map({ Int($0) }) == Kind.beginning, stream.u16(4) == 0x0600
    else { return nil }
    self.stream = stream
    forEachRecord(from: 0) { kind, body in
      switch kind {
      case Kind.end: return false
      case Kind.calendar1904: if body.u16(0) == 1 { firstDay = -24_107 }
      case Kind.sheet:
        guard let start = body.u32(0), body.count > 7 else { return true }
        let units = Int(body[body.startIndex + 6])
        let name = Self.text(body.dropFirst(7), units: units) ?? ""
        sheets.append(Sheet(name: name, start: Int(start)))
      case Kind.style: formatOfStyle.append(Int(body.u16(2) ?? 0))
      case Kind.format:
        if let id = body.u16(0), let units = body.u16(2) {
          formats[Int(id)] = Self.text(body.dropFirst(4), units: Int(units))
        }
      default: break
      }
      return true
    }
    guard !sheets.isEmpty else { return nil }
  }

  /// What the formulas of a sheet came to when Excel last saved it.
  ///
  /// - Complexity: O(bytes of the sheet).
  func results(of sheet: Sheet) -> [Cell: String] {
    var results: [Cell: String] = [:]
    var textCell: Cell?
    var depth = 0
    forEachRecord(from: sheet.start) { kind, body in
      switch kind {
      case Kind.beginning: depth += 1
      case Kind.end:
        // A chart in the sheet has a beginning and an end of its own.
        depth -= 1
        return depth > 0
      case Kind.formula where depth == 1:
        guard let row = body.u16(0), let column = body.u16(2), let style = body.u16(4),
          let value = body.u64(6)
        else { return true }
        let cell = Cell(row: Int(row), column: Int(column))
        textCell = nil
        if value >> 48 != 0xFFFF {
          results[cell] = number(Double(bitPattern: value), style: Int(style))
        } else if value & 0xFF == 0 {
          textCell = cell
        } else if value & 0xFF == 1 {
          results[cell] = value >> 16 & 0xFF == 0 ? "0" : "1"
        }
      case Kind.text where depth == 1:
        if let cell = textCell, let units = body.u16(0) {
          results[cell] = Self.text(body.dropFirst(2), units: Int(units))
        }
        textCell = nil
      default: break
      }
      return true
    }
    return results
  }

  private func forEachRecord(from start: Int, _ body: (Int, ArraySlice<UInt8>) -> Bool) {
    var offset = start
    while let kind = stream.u16(offset), let length = stream.u16(offset + 2),
      offset + 4 + Int(length) <= stream.count
    {
      let content = (offset + 4)..<(offset + 4 + Int(length))
      guard body(Int(kind), stream[content]) else { return }
      offset = content.upperBound
    }
  }

  /// Flags, then the characters in one or two bytes each.
  private static func text(_ body: ArraySlice<UInt8>, units: Int) -> String? {
    guard let flags = body.first else { return nil }
    let characters = body.dropFirst()
    let isWide = flags & 1 != 0
    guard characters.count >= (isWide ? 2 : 1) * units else { return nil }
    let codes = (0..<units).map { index in
      isWide ? characters.u16(2 * index) ?? 0 : UInt16(characters[characters.startIndex + index])
    }
    return String(decoding: codes, as: UTF16.self)
  }

  // MARK: Days

  private func number(_ value: Double, style: Int) -> String {
    let format = style < formatOfStyle.count ? formatOfStyle[style] : 0
    guard isDate(format), value >= 0, value < 2_958_466 else { return CellText.number(value) }
    // The last moment of a day may be a rounding of the next.
    let seconds = Int((value * 86_400).rounded())
    let day = DayNumber(Int32(seconds / 86_400 + firstDay)).description
    let second = seconds % 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
    if seconds < 86_400 { return clock }
    return second == 0 ? day : "\(day) \(clock)"
  }

  /// [MS-XLS] 2.4.126 leaves 14–22 and 45–47 to Excel, and 27–36 and 50–58 to its East Asian
  /// editions; others say it by their letters.
  private func isDate(_ format: Int) -> Bool {
    if let text = formats[format] {
      var isQuoted = false
      var isBracketed = false
      for character in text.lowercased() {
        switch character {
        case "\"": isQuoted.toggle()
        case "[": isBracketed = true
        case "]": isBracketed = false
        case "y", "m", "d", "h", "s": if !isQuoted && !isBracketed { return true }
        default: break
        }
      }
      return false
    }
    return [14...22, 27...36, 45...47, 50...58].contains { $0.contains(format) }
  }
}
