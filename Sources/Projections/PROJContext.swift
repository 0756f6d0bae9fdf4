import CPROJ
import SimpleFeatures

/// Owns a context that reads no network and writes to no log. For one thread at a time.
final class PROJContext {
  let handle: OpaquePointer

  init() throws(ProjectionError) {
    guard let handle = proj_context_create() else { throw .outOfMemory }
    self.handle = handle
    proj_context_set_enable_network(handle, 0)
    proj_log_level(handle, PJ_LOG_NONE)
  }

  deinit { proj_context_destroy(handle) }

  var message: String {
    let code = proj_context_errno(handle)
    guard code != 0, let text = proj_context_errno_string(handle, code) else {
      return "PROJ gives no reason"
    }
    return String(cString: text)
  }

  /// A horizontal system of the registry.
  func system(_ crs: CRS) throws(ProjectionError) -> PROJObject {
    guard case .epsg(let code) = crs,
      let pointer = proj_create_from_database(handle, "EPSG", "\(code)", PJ_CATEGORY_CRS, 0, nil)
    else { throw .unknownSystem(crs) }
    let system = PROJObject(owning: pointer, in: self)
    guard system.isGeographic || system.isProjected else { throw .notHorizontal(crs) }
    return system
  }
}

/// A system, an operation or a part of one that owns its handle, and keeps its context.
struct PROJObject: ~Copyable {
  let context: PROJContext
  let pointer: OpaquePointer

  init(owning pointer: OpaquePointer, in context: PROJContext) {
    self.context = context
    self.pointer = pointer
  }

  deinit { proj_destroy(pointer) }

  var isGeographic: Bool { proj_get_type(pointer) == PJ_TYPE_GEOGRAPHIC_2D_CRS }
  var isProjected: Bool { proj_get_type(pointer) == PJ_TYPE_PROJECTED_CRS }
}
