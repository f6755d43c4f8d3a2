import QtQuick
import Komado
import "theme"
import "widgets"

// The frame that stays while screens come and go: header above, footer below, one screen between them.
Rectangle {
    id: main
    color: Theme.page

    readonly property var bare: ({ language: "", step: 0, steps: [], stepSpoken: "", service: "", cancel: "", back: "",
        primary: { name: "", label: "", blocked: "" }, total: "", totalLabel: "", note: "" })
    property var chrome: bare
    property bool resident: true
    property string shown: ""

    function present() {
        const view = Kiosk.view
        const name = Kiosk.role + "/" + Kiosk.screen
        resident = Kiosk.role === "resident"
        chrome = view.chrome === undefined ? bare : view.chrome
        if (Kiosk.screen === "") {
            stage.source = ""
        } else if (name === shown && stage.item !== null) {
            stage.item.view = view
        } else {
            stage.setSource(Qt.resolvedUrl("screens/" + name + ".qml"), { view: view })
        }
        shown = name
        if (Kiosk.screen === "Wiping" || Kiosk.screen === "Idle")
            gc() // what a visit showed is not kept
    }

    Component.onCompleted: present()
    Connections {
        target: Kiosk
        function onPresented() { main.present() }
        function onChosen() { if (stage.item !== null && stage.item.why !== undefined) stage.item.why = "" }
    }

    Header {
        id: header
        width: parent.width
        chrome: main.chrome
        visible: main.resident
    }
    Loader {
        id: stage
        anchors.top: main.resident ? header.bottom : parent.top
        anchors.bottom: main.resident ? footer.top : parent.bottom
        width: parent.width
    }
    Footer {
        id: footer
        width: parent.width
        anchors.bottom: parent.bottom
        chrome: main.chrome
        visible: main.resident && needed
        blockedNow: !Kiosk.answered
        onRefused: why => stage.item.why = why
    }
}
