import Formats
import Testing

@Suite struct DBFReaderTests {
  private static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static let 松城: [UInt8] = [0xCB, 0xC9, 0xB3, 0xC7]

  @Test func cellsAreTextAsTheyAreWritten() {
    let dbf = ShapefileBytes.table(
      [
        (Self.ascii("code"), "N", 18), (Self.ascii("name"), "C", 6), (Self.ascii("area"), "F", 12),
        (Self.ascii("day"), "D", 8), (Self.ascii("open"), "L", 1),
      ],
      [
        Self.ascii("       350921104201 a b   1.50000e+0120260703Y"),
        Self.ascii(String(repeating: "*", count: 19)) + Self.ascii("  ab  ")
          + Self.ascii("            00000000?"),
        Self.ascii(" " + String(repeating: "*", count: 18)) + [0, 0, 0, 0, 0, 0]
          + Self.ascii("        -0.5        f"),
        Self.ascii("               0012  ab         12,3a2026-7-3 "),
      ])
    #expect(
      tableSteps(dbf) == [
        "code|name|area|day|open", "1 350921104201| a b|1.50000e+01|2026-07-03|T",
        "3 -|-|-0.5|-|F", "4 0012|  ab|12,3a|2026-7-3|-",
        "end  [\"1 rows are marked as deleted and were skipped\", "
          + "\"1 numbers stand as **** and are unknown\"]",
      ])
  }

  @Test func columnsThatAreNotReadAreToldOrRefusedByName() {
    let memo = ShapefileBytes.table(
      [(Self.ascii("id"), "C", 2), (Self.ascii("note"), "M", 10), (Self.ascii("n"), "N", 2)],
      [Self.ascii(" ab         7 3")])
    #expect(
      tableSteps(memo) == ["id|n", "1 ab|3", "end  [\"the columns note (M) are not read\"]"])
    for type in ["I", "O", "@", "+", "B", "Y"] as [Character] {
      let table = ShapefileBytes.table(
        [(Self.ascii("id"), "C", 2), (Self.ascii("面积"), type, 8)], [Self.ascii(" ab        ")])
      let steps = tableSteps(table)
      #expect(steps.count == 1)
      #expect(steps[0].contains("field 面积") && steps[0].contains("\"\(type), 8 bytes\""))
    }
    let seven = ShapefileBytes.table([(Self.ascii("id"), "C", 2)], [], version: 4)
    #expect(tableSteps(seven)[0].contains("dBASE 7"))
  }

  /// 2026-07-03 is Julian day 2,461,225.
  @Test func foxProsTimesAreRead() {
    let milliseconds = (8 * 3600 + 5 * 60 + 9) * 1000
    let row = [32] + ShapefileBytes.little(2_461_225) + ShapefileBytes.little(milliseconds)
    let empty = [UInt8](repeating: 32, count: 9)
    let dbf = ShapefileBytes.table([(Self.ascii("t"), "T", 8)], [row, empty], version: 0x30)
    #expect(tableSteps(dbf) == ["t", "1 2026-07-03T08:05:09", "2 -", "end  []"])
  }

  @Test(arguments: [
    "GBK", "gbk", "936", "CP936", "GB2312", "GB18030", "ANSI 936", "\u{FEFF}gbk\r\n",
    " GB 18030\n\0",
  ])
  func theCodePageFileCounts(name: String) {
    // UTF-8 by accident: C2 A5, 楼 in GBK.
    let dbf = ShapefileBytes.table([(Self.松城, "C", 4)], [[32, 0xC2, 0xA5, 32, 32]])
    #expect(tableSteps(dbf, cpg: name).prefix(2) == ["松城", "1 楼"])
  }

  @Test func theHeadersDriverCountsNext() {
    let rows: [[UInt8]] = [[32, 0xC2, 0xA5, 32, 32]]
    for driver in [0x4D, 0x7A] as [UInt8] {
      let dbf = ShapefileBytes.table([(Self.ascii("a"), "C", 4)], rows, driver: driver)
      #expect(tableSteps(dbf) == ["a", "1 楼", "end  []"])
      #expect(tableSteps(dbf, cpg: "").contains("1 楼"))
      let steps = tableSteps(dbf, cpg: "UTF-8")
      #expect(steps[1] == "1 ¥" && steps[2].contains("calls itself gb18030"))
      var options = DBFOptions()
      options.encoding = .utf8
      #expect(tableSteps(dbf, options: options)[1] == "1 楼")
      options.overridesDeclaredEncoding = true
      #expect(tableSteps(dbf, options: options)[1] == "1 ¥")
    }
    let plain = ShapefileBytes.table([(Self.ascii("a"), "C", 4)], rows, driver: 0x57)
    var options = DBFOptions()
    options.encoding = .gb18030
    #expect(tableSteps(plain, options: options)[1] == "1 楼")
    let big5 = ShapefileBytes.table([(Self.ascii("a"), "C", 4)], rows, driver: 0x78)
    #expect(tableSteps(big5)[0].contains("Big5"))
    #expect(tableSteps(big5, options: options)[1] == "1 楼")
    #expect(tableSteps(plain, cpg: "ISO-8859-1").last?.contains("ISO-8859-1") == true)
  }

  @Test func withoutANameTheRowsDecideTogether() {
    // The first row alone passes for UTF-8.
    let rows: [[UInt8]] = [
      [32, 0xC2, 0xA5, 32, 32], [32] + Self.松城, [32, 65, 66, 32, 32], [32] + Self.松城,
    ]
    let dbf = ShapefileBytes.table([(Self.松城, "C", 4)], rows)
    #expect(tableSteps(dbf) == ["松城", "1 楼", "2 松城", "3 AB", "4 松城", "end  []"])
    #expect(tableSteps(dbf, chunk: 7) == tableSteps(dbf))
  }

  @Test func aCodePageThatTheBytesContradictIsReported() {
    let rows = [[UInt8]](repeating: [32] + Self.松城, count: 3)
    let dbf = ShapefileBytes.table([(Self.ascii("a"), "C", 4)], rows)
    let steps = tableSteps(dbf, cpg: "UTF-8")
    #expect(steps[1].hasPrefix("fault feature 1, field a: the text is not UTF-8"))
    #expect(steps[4].hasPrefix("end the file is not UTF-8; it reads as GB18030"))
  }

  @Test func aCharacterThatTheWidthCutIsLeftOut() {
    let utf8 = ShapefileBytes.table(
      [(Array(Self.ascii("区划代码").prefix(10)), "C", 5)], [[32] + Self.ascii("松城").prefix(5)])
    let note = "texts end inside a character, which was left out"
    for cpg in ["UTF-8", nil] {
      #expect(tableSteps(utf8, cpg: cpg) == ["区划代", "1 松", "end  [\"2 \(note)\"]"])
    }
    let gbk = ShapefileBytes.table(
      [(Self.ascii("a"), "C", 3), (Self.ascii("b"), "C", 4)],
      [[32] + Self.松城.prefix(3) + Self.松城, [32] + Self.松城.prefix(2) + [32] + Self.松城])
    for cpg in ["GBK", nil] {
      #expect(
        tableSteps(gbk, cpg: cpg) == ["a|b", "1 松|松城", "2 松|松城", "end  [\"1 \(note)\"]"])
    }
  }

  @Test func longTextsOfFoxProAreRead() {
    var dbf = ShapefileBytes.table(
      [(Self.ascii("a"), "C", 44), (Self.ascii("b"), "C", 2)],
      [[UInt8](repeating: 65, count: 301) + [66, 66]])
    // 300 bytes are 44 and one time 256.
    dbf[32 + 17] = 1
    dbf[10] = UInt8(303 & 255)
    dbf[11] = 1
    dbf[97] = 32
    #expect(tableSteps(dbf)[1] == "1 \(String(repeating: "A", count: 300))|BB")
  }

  @Test func rowsThatTheHeaderDoesNotCountAreNotLost() {
    let columns = [(name: Self.ascii("a"), type: Character("C"), width: 3)]
    let rows = [Self.ascii(" abc"), Self.ascii(" def")]
    let few = ShapefileBytes.table(columns, rows, declared: 1)
    #expect(tableSteps(few).last?.contains("more rows follow") == true)
    let many = ShapefileBytes.table(columns, rows, declared: 3)
    #expect(tableSteps(many).last?.contains("cut off") == true)
    let shifted = ShapefileBytes.table(columns, [Self.ascii("xabc"), Self.ascii(" def")])
    #expect(tableSteps(shifted)[1].contains("begins with byte 120"))
    #expect(tableSteps(shifted)[2] == "2 def")
  }
}
