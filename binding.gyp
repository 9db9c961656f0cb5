# A door for tools that know gyp only (node-gyp rebuild, electron-rebuild). CMakeLists.txt is the one
# build description: this runs it, or does nothing when a binary is there already.
{
  "targets": [
    {
      "target_name": "kafka_napi",
      "type": "none",
      "actions": [
        {
          "action_name": "cmake_js_build",
          "inputs": ["<(module_root_dir)/CMakeLists.txt"],
          "outputs": ["<(module_root_dir)/build/kafka_napi.always"],
          "action": ["node", "<(module_root_dir)/scripts/gyp-door.mjs"],
        }
      ]
    }
  ]
}
