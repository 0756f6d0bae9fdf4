import Formats
import SimpleFeatures
import Storage

extension MappingDraft {
  /// The finished mapping file and its questions.
  mutating func suggestion() -> MappingSuggestion {
    match()
    settleBoundary()
    settleCoordinates()
    var text = MappingText()
    text.comment(
      BilingualText(
        en: "Written by `anlan import --suggest` from the header and \(rows.count) rows of "
          + "\(fileName). Read it before use.",
        zh: "由 anlan import --suggest 根据 \(fileName) 的表头和 \(rows.count) 行生成，用前请核对。"))
    text.line("layer: \(layer.rawValue)")
    writeSource(&text)
    writeCRS(&text)
    if isEncodingSaid {
      text.line(
        "encoding: \(encoding.rawValue)",
        why: BilingualText(en: "by the bytes of these rows", zh: "按这些行的字节判断"))
    }
    writeTimes(&text)
    writeColumns(&text)
    writeBoundary(&text)
    writeUnits(&text)
    writeCategories(&text)
    writeWords(&text)
    writeRest(&text)
    for question in coordinates.question.map({ [$0] }) ?? [] { questions.append(question) }
    for column in layer.columns where column.isRequired && match(of: column.name) == nil {
      guard column.name != "id" || !hasGeometry else { continue }
      questions.append(
        BilingualText(
          en: "no column was found for \(column.name), which every row needs: name it under "
            + "columns, or give a value under constants",
          zh: "未找到必需的 \(column.name) 列：请在 columns 中指定，或在 constants 中给出固定值"))
    }
    if !questions.isEmpty {
      text.blank()
      text.comment(BilingualText(en: "To be settled before the import:", zh: "导入前须确认："))
      for question in questions { text.comment(question, mark: "? ") }
    }
    return MappingSuggestion(text: text.text, questions: questions)
  }

  private func writeSource(_ text: inout MappingText) {
    if let source {
      text.line("source: \(MappingText.quoted(source))")
    } else if layer == .incidents {
      text.comment(
        BilingualText(
          en: "source: who issued the ids, such as 110-desk; keep it the same for later files of "
            + "the same system, or rows come in twice",
          zh: "source：编号的签发方，如 110-desk；同一系统的后续文件须保持一致，否则会重复入库"))
    }
  }

  private func writeCRS(_ text: inout MappingText) {
    if isCRSDeclared {
      text.comment(BilingualText(en: "crs: the file says it itself", zh: "crs：文件自带"))
      return
    }
    guard let crs = crs ?? coordinates.crs else { return }
    let why =
      self.crs != nil ? BilingualText(en: "as you said", zh: "按所给参数") : coordinates.why
    text.line("crs: \(crs.identifier)", why: why)
  }

  private mutating func writeTimes(_ text: inout MappingText) {
    var formats: [String] = []
    var isAmbiguous = false
    for match in matches where fields[match.column] == .instant || fields[match.column] == .day {
      let guess = TimeFormatGuess(match.sample.values)
      let name = match.sample.name
      for format in guess.formats where !formats.contains(format) { formats.append(format) }
      if guess.isAmbiguous || guess.isContradictory {
        isAmbiguous = true
        let example = match.sample.values.first ?? ""
        questions.append(
          guess.isContradictory
            ? BilingualText(
              en: "“\(name)” has days first and months first in one column: part it by its source",
              zh: "“\(name)”中日/月与月/日两种顺序混用，请按来源分开")
            : BilingualText(
              en: "“\(name)”: is \(example) day first or month first? Every sampled value can be "
                + "both; set date_formats to d/M/yyyy… or M/d/yyyy…",
              zh: "“\(name)”中 \(example) 是日/月还是月/日？样本均可两读，请在 date_formats 写明 d/M/yyyy… 或 M/d/yyyy…"
            ))
      }
      if guess.unreadCount > 0 {
        let shown = guess.unread.map { "“\($0)”" }.joined(separator: ", ")
        text.comment(
          BilingualText(
            en: "\(guess.unreadCount) of \(guess.count) values of “\(name)” are no times, such as "
              + "\(shown): their rows will be rejected",
            zh: "“\(name)”的 \(guess.count) 个值中有 \(guess.unreadCount) 个不是时间，如 \(shown)，这些行将被剔除"))
      }
    }
    guard formats != ["usual"], !formats.isEmpty else { return }
    let list = formats.map { MappingText.quoted($0) }.joined(separator: ", ")
    if isAmbiguous {
      text.line("# date_formats: [\(list)]")
    } else {
      text.line(
        "date_formats: [\(list)]",
        why: BilingualText(
          en: "read all sampled times; tried in this order", zh: "可读出全部样本时间，按此顺序尝试"))
    }
  }

  private mutating func writeColumns(_ text: inout MappingText) {
    text.line("columns:")
    for match in matches {
      var why = match.because
      let missing = match.sample.missing
      if missing > 0 {
        let percent = Int((Double(missing) / Double(match.sample.rows) * 100).rounded(.up))
        why.en += "; \(percent) % empty"
        why.zh += "；\(percent)% 为空"
      }
      text.line("  \(match.column): \(MappingText.quoted(match.sample.name))", why: why)
      let damaged = match.sample.values.filter(ColumnSample.isDamagedCode)
      if ["id", "code", "place_code", "parent", "town"].contains(match.column),
        let example = damaged.first
      {
        questions.append(
          BilingualText(
            en: "“\(match.sample.name)” holds \(damaged.count) codes that a spreadsheet turned "
              + "into numbers, such as \(example): digits are lost. Format the column as text in the "
              + "source and export again",
            zh: "“\(match.sample.name)”有 \(damaged.count) 个代码被电子表格改成数字（如 \(example)），位数已丢失。"
              + "请在源表中将该列设为文本后重新导出"))
      }
    }
  }

  private func writeBoundary(_ text: inout MappingText) {
    guard !boundary.isEmpty else { return }
    text.line("geometry:")
    text.line(
      "  boundary_points:",
      why: BilingualText(
        en: "one row a point; a zone's points become its border", zh: "界址点表：一行一点，按点号连成界线"))
    for (part, sample) in boundary {
      let isAxis = part == "x" || part == "y"
      text.line(
        "    \(part): \(MappingText.quoted(sample.name))",
        why: isAxis
          ? BilingualText(
            en: part == "x" ? "east or longitude" : "north or latitude",
            zh: part == "x" ? "东坐标或经度" : "北坐标或纬度") : nil)
    }
  }

  private func writeUnits(_ text: inout MappingText) {
    let inTenThousands = matches.filter { match in
      match.column.hasSuffix("_yuan")
        && (match.sample.name.contains("万") || match.sample.values.contains { $0.contains("万") })
    }
    guard !inTenThousands.isEmpty else { return }
    text.line("units:")
    for match in inTenThousands {
      text.line(
        "  \(match.column): 万元",
        why: BilingualText(
          en: "“\(match.sample.name)” is in ten thousands of yuan", zh: "“\(match.sample.name)”以万元计"
        ))
    }
  }

  private mutating func writeCategories(_ text: inout MappingText) {
    guard let match = match(of: "category") else { return }
    let guess = CategoryGuess(catalogue)
    let values = match.sample.frequencies()
    let kept = values.filter { guess.match($0.value) != .known }
    guard !kept.isEmpty else { return }
    let hasCertain = kept.contains {
      if case .certain = guess.match($0.value) { return true }
      return false
    }
    text.line(hasCertain ? "categories:" : "# categories:")
    for (value, count) in kept {
      let rows = BilingualText(en: "\(count) rows", zh: "\(count) 行")
      let key = MappingText.quoted(value)
      switch guess.match(value) {
      case .known: continue
      case .certain(let category, let because):
        text.line(
          "  \(key): \(category)",
          why: BilingualText(en: "\(rows.en), \(because.en)", zh: "\(rows.zh)，\(because.zh)"))
      case .perhaps(let category, let because):
        text.line(
          "  # \(key): \(category)",
          why: BilingualText(
            en: "\(rows.en); perhaps: \(because.en). Take the # away if it is right",
            zh: "\(rows.zh)；可能：\(because.zh)。确认后去掉行首 #"))
      case .none:
        text.line(
          "  # \(key):",
          why: BilingualText(
            en: "\(rows.en); no known kind is like it, it is kept as it is",
            zh: "\(rows.zh)；无相近类别，将原样保留"))
      }
    }
  }

  private mutating func writeWords(_ text: inout MappingText) {
    var sections: [(column: String, lines: [(String, BilingualText?)])] = []
    for match in matches where lexicon.hasWords(match.column) {
      var lines: [(String, BilingualText?)] = []
      for (value, count) in match.sample.frequencies() {
        if let word = lexicon.word(value, of: match.column) {
          guard word != value else { continue }
          lines.append(("\(MappingText.quoted(value)): \(word)", nil))
        } else {
          lines.append(
            (
              "# \(MappingText.quoted(value)):",
              BilingualText(
                en: "\(count) rows; not known, they will be rejected",
                zh: "\(count) 行；无法识别，将被剔除")
            ))
          questions.append(
            BilingualText(
              en: "what does “\(value)” in “\(match.sample.name)” mean? Give it a word of "
                + "\(match.column), or leave that column out",
              zh: "“\(match.sample.name)”中的“\(value)”是何含义？请对应到 \(match.column) 的取值，或不读此列"))
        }
      }
      if !lines.isEmpty { sections.append((match.column, lines)) }
    }
    let statuses = sections.filter { $0.column == "status" }
    let others = sections.filter { $0.column != "status" }
    for section in statuses {
      let isEmpty = section.lines.allSatisfy { $0.0.hasPrefix("#") }
      text.line(isEmpty ? "# statuses:" : "statuses:")
      for (line, why) in section.lines { text.line("  \(line)", why: why) }
    }
    guard !others.isEmpty else { return }
    let isEmpty = others.allSatisfy { $0.lines.allSatisfy { $0.0.hasPrefix("#") } }
    text.line(isEmpty ? "# values:" : "values:")
    for section in others {
      let isEmpty = section.lines.allSatisfy { $0.0.hasPrefix("#") }
      text.line("  \(isEmpty ? "# " : "")\(section.column):")
      for (line, why) in section.lines { text.line("    \(line)", why: why) }
    }
  }

  private func writeRest(_ text: inout MappingText) {
    let used = Set(matches.map(\.sample.position) + boundary.map(\.sample.position))
    let personal = samples.filter(\.isPersonal).map(\.name)
    let left = samples.filter { !used.contains($0.position) && !$0.isPersonal }.map(\.name)
    text.blank()
    if !personal.isEmpty {
      text.comment(
        BilingualText(
          en: "About people, never read: \(personal.joined(separator: ", "))",
          zh: "涉及个人，一律不读：\(personal.joined(separator: "、"))"))
    }
    if !left.isEmpty {
      text.comment(
        BilingualText(
          en: "Without a meaning here, not read: \(left.joined(separator: ", "))",
          zh: "无对应含义，不读：\(left.joined(separator: "、"))"))
    }
  }
}

/// Lines of a mapping file with their comments.
struct MappingText {
  private(set) var text = ""

  mutating func line(_ line: String, why: BilingualText? = nil) {
    text += line
    if let why, !why.en.isEmpty {
      text += "  # " + Self.flat(why.zh) + " / " + Self.flat(why.en)
    }
    text += "\n"
  }

  mutating func comment(_ comment: BilingualText, mark: String = "") {
    text += "# \(mark)\(Self.flat(comment.zh))\n# \(mark)\(Self.flat(comment.en))\n"
  }

  mutating func blank() { text += "\n" }

  /// A line break of a column's name would end the comment.
  private static func flat(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }

  /// A text as YAML reads it back, whatever is in it.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0xFEFF:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
