// A Vulkan layer that records and submits nothing. With it Dawn opens a device on Mesa's RADV driver for a GPU
// that is not there (RADV_FORCE_FAMILY), so that every pipeline goes through that GPU's production compiler.
// Only the device, its pipelines and their layouts reach the driver; whatever is read back is zeros.
#define VK_NO_PROTOTYPES
#include <stdlib.h>
#include <string.h>
#include <vulkan/vk_layer.h>
#include <vulkan/vulkan.h>

static PFN_vkGetInstanceProcAddr next_instance_proc;
static PFN_vkGetDeviceProcAddr next_device_proc;
static VkInstance instance;

static VkResult nothing(void) { return VK_SUCCESS; }

// One heap of host memory, allocated when it is mapped.
typedef struct {
  VkDeviceSize size;
  void *at;
} Memory;

static const VkDeviceSize HEAP_BYTES = 16ull << 30;

static void VKAPI_CALL memory_properties(VkPhysicalDevice device, VkPhysicalDeviceMemoryProperties *out) {
  (void)device;
  memset(out, 0, sizeof *out);
  out->memoryTypeCount = 1;
  out->memoryTypes[0].propertyFlags = VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT | VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT |
                                      VK_MEMORY_PROPERTY_HOST_COHERENT_BIT | VK_MEMORY_PROPERTY_HOST_CACHED_BIT;
  out->memoryHeapCount = 1;
  out->memoryHeaps[0].size = HEAP_BYTES;
  out->memoryHeaps[0].flags = VK_MEMORY_HEAP_DEVICE_LOCAL_BIT;
}

static void VKAPI_CALL memory_properties2(VkPhysicalDevice device, VkPhysicalDeviceMemoryProperties2 *out) {
  memory_properties(device, &out->memoryProperties);
}

static VkResult VKAPI_CALL allocate(VkDevice device, const VkMemoryAllocateInfo *info,
                                    const VkAllocationCallbacks *callbacks, VkDeviceMemory *out) {
  (void)device;
  (void)callbacks;
  Memory *memory = calloc(1, sizeof *memory);
  if (!memory) return VK_ERROR_OUT_OF_HOST_MEMORY;
  memory->size = info->allocationSize;
  *out = (VkDeviceMemory)memory;
  return VK_SUCCESS;
}

static void VKAPI_CALL release(VkDevice device, VkDeviceMemory handle, const VkAllocationCallbacks *callbacks) {
  (void)device;
  (void)callbacks;
  Memory *memory = (Memory *)handle;
  if (memory) free(memory->at);
  free(memory);
}

static VkResult VKAPI_CALL map(VkDevice device, VkDeviceMemory handle, VkDeviceSize from, VkDeviceSize size,
                               VkMemoryMapFlags flags, void **out) {
  (void)device;
  (void)size;
  (void)flags;
  Memory *memory = (Memory *)handle;
  if (!memory->at) memory->at = calloc(1, memory->size);
  if (!memory->at) return VK_ERROR_MEMORY_MAP_FAILED;
  *out = (char *)memory->at + from;
  return VK_SUCCESS;
}

// Fences and semaphores are a number each; whoever waits finds them signalled.
static VkResult VKAPI_CALL make_handle(VkDevice device, const void *info, const VkAllocationCallbacks *callbacks,
                                       uint64_t *out) {
  (void)device;
  (void)info;
  (void)callbacks;
  static uint64_t last = 0x1000;
  *out = ++last;
  return VK_SUCCESS;
}

static PFN_vkGetBufferMemoryRequirements next_requirements;
static PFN_vkGetBufferMemoryRequirements2 next_requirements2;

static void VKAPI_CALL requirements(VkDevice device, VkBuffer buffer, VkMemoryRequirements *out) {
  next_requirements(device, buffer, out);
  out->memoryTypeBits = 1;
}

static void VKAPI_CALL requirements2(VkDevice device, const VkBufferMemoryRequirementsInfo2 *info,
                                     VkMemoryRequirements2 *out) {
  next_requirements2(device, info, out);
  out->memoryRequirements.memoryTypeBits = 1;
}

static VkResult VKAPI_CALL create_instance(const VkInstanceCreateInfo *info, const VkAllocationCallbacks *callbacks,
                                           VkInstance *out) {
  VkLayerInstanceCreateInfo *chain = (VkLayerInstanceCreateInfo *)info->pNext;
  while (chain && !(chain->sType == VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO &&
                    chain->function == VK_LAYER_LINK_INFO))
    chain = (VkLayerInstanceCreateInfo *)chain->pNext;
  if (!chain) return VK_ERROR_INITIALIZATION_FAILED;
  next_instance_proc = chain->u.pLayerInfo->pfnNextGetInstanceProcAddr;
  chain->u.pLayerInfo = chain->u.pLayerInfo->pNext;
  VkResult result = ((PFN_vkCreateInstance)next_instance_proc(NULL, "vkCreateInstance"))(info, callbacks, out);
  instance = *out;
  return result;
}

static VkResult VKAPI_CALL create_device(VkPhysicalDevice physical, const VkDeviceCreateInfo *info,
                                         const VkAllocationCallbacks *callbacks, VkDevice *out) {
  VkLayerDeviceCreateInfo *chain = (VkLayerDeviceCreateInfo *)info->pNext;
  while (chain && !(chain->sType == VK_STRUCTURE_TYPE_LOADER_DEVICE_CREATE_INFO &&
                    chain->function == VK_LAYER_LINK_INFO))
    chain = (VkLayerDeviceCreateInfo *)chain->pNext;
  if (!chain) return VK_ERROR_INITIALIZATION_FAILED;
  PFN_vkGetInstanceProcAddr proc = chain->u.pLayerInfo->pfnNextGetInstanceProcAddr;
  next_device_proc = chain->u.pLayerInfo->pfnNextGetDeviceProcAddr;
  chain->u.pLayerInfo = chain->u.pLayerInfo->pNext;
  return ((PFN_vkCreateDevice)proc(instance, "vkCreateDevice"))(physical, info, callbacks, out);
}

static const char *const SILENT[] = {
    "vkBeginCommandBuffer", "vkEndCommandBuffer",    "vkResetCommandBuffer",      "vkResetCommandPool",
    "vkQueueSubmit",        "vkQueueSubmit2",        "vkQueueSubmit2KHR",         "vkQueueWaitIdle",
    "vkDeviceWaitIdle",     "vkWaitForFences",       "vkGetFenceStatus",          "vkResetFences",
    "vkWaitSemaphores",     "vkGetQueryPoolResults", "vkDestroyCommandPool",      "vkFreeCommandBuffers",
    "vkUnmapMemory",        "vkBindBufferMemory",    "vkBindBufferMemory2",       "vkBindBufferMemory2KHR",
    "vkDestroyFence",       "vkDestroySemaphore",    "vkFlushMappedMemoryRanges", "vkInvalidateMappedMemoryRanges",
    "vkUpdateDescriptorSets",
};

static PFN_vkVoidFunction VKAPI_CALL device_proc(VkDevice device, const char *name) {
  if (!strncmp(name, "vkCmd", 5)) return (PFN_vkVoidFunction)nothing;
  for (size_t i = 0; i < sizeof SILENT / sizeof *SILENT; i++)
    if (!strcmp(name, SILENT[i])) return (PFN_vkVoidFunction)nothing;
  if (!strcmp(name, "vkGetDeviceProcAddr")) return (PFN_vkVoidFunction)device_proc;
  if (!strcmp(name, "vkCreateFence") || !strcmp(name, "vkCreateSemaphore")) return (PFN_vkVoidFunction)make_handle;
  if (!strcmp(name, "vkAllocateMemory")) return (PFN_vkVoidFunction)allocate;
  if (!strcmp(name, "vkFreeMemory")) return (PFN_vkVoidFunction)release;
  if (!strcmp(name, "vkMapMemory")) return (PFN_vkVoidFunction)map;
  if (!strcmp(name, "vkGetBufferMemoryRequirements")) {
    next_requirements = (PFN_vkGetBufferMemoryRequirements)next_device_proc(device, name);
    return (PFN_vkVoidFunction)requirements;
  }
  if (!strcmp(name, "vkGetBufferMemoryRequirements2") || !strcmp(name, "vkGetBufferMemoryRequirements2KHR")) {
    next_requirements2 = (PFN_vkGetBufferMemoryRequirements2)next_device_proc(device, name);
    return next_requirements2 ? (PFN_vkVoidFunction)requirements2 : NULL;
  }
  return next_device_proc(device, name);
}

static PFN_vkVoidFunction VKAPI_CALL instance_proc(VkInstance from, const char *name) {
  if (!strcmp(name, "vkCreateInstance")) return (PFN_vkVoidFunction)create_instance;
  if (!strcmp(name, "vkCreateDevice")) return (PFN_vkVoidFunction)create_device;
  if (!strcmp(name, "vkGetDeviceProcAddr")) return (PFN_vkVoidFunction)device_proc;
  if (!strcmp(name, "vkGetInstanceProcAddr")) return (PFN_vkVoidFunction)instance_proc;
  if (!strcmp(name, "vkGetPhysicalDeviceMemoryProperties")) return (PFN_vkVoidFunction)memory_properties;
  if (!strcmp(name, "vkGetPhysicalDeviceMemoryProperties2") ||
      !strcmp(name, "vkGetPhysicalDeviceMemoryProperties2KHR"))
    return (PFN_vkVoidFunction)memory_properties2;
  return next_instance_proc ? next_instance_proc(from, name) : NULL;
}

VKAPI_ATTR VkResult VKAPI_CALL vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface *negotiated) {
  negotiated->loaderLayerInterfaceVersion = 2;
  negotiated->pfnGetInstanceProcAddr = instance_proc;
  negotiated->pfnGetDeviceProcAddr = device_proc;
  negotiated->pfnGetPhysicalDeviceProcAddr = NULL;
  return VK_SUCCESS;
}
